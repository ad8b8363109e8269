import { parseManifest } from '@mateship/contracts';
import type { AppRelease } from '../src/index.js';

/** A release of an app with the least a manifest needs, and what a test adds to it. */
export function aRelease({ slot = 2, ...changes }: { slot?: number } & Record<string, unknown> = {}): AppRelease {
  const skill = { id: 'extract', title: 'Extract', description: 'Reads text.', input: { type: 'object' }, output: { type: 'object' } };
  return { slot, manifest: parseManifest({ id: 'pdf', publisher: 'mateship', version: '1.2.3', name: 'PDF', description: 'Works with PDFs.', skills: [skill], ...changes }) };
}

import type { SkillContext } from '@mateship/app-sdk';
import type { PdfSource } from '../engine/pdf-engine.js';

/** The file as this caller may see it. A document kept open for one person is never used for another. */
export function fileOf(fileId: string, { invocation, files }: Pick<SkillContext, 'invocation' | 'files'>): PdfSource {
  return { key: JSON.stringify([invocation.user, fileId]), open: () => files.open(fileId) };
}

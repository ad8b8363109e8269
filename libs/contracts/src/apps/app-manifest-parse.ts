import { z } from 'zod';
import { DomainError } from '../errors/domain-error.js';
import { forbiddenSetting, isSmuggled } from './app-manifest-forbidden.js';
import { AppManifest } from './app-manifest.js';

/**
 * Reads what an author wrote into app.yaml, already parsed as YAML or JSON. The one door for manifests.
 * @param name what to call it in an error, for example its file or app id.
 * @throws DomainError MANIFEST_FORBIDDEN when it asks for a setting that no app may have or carries text that is meant
 *   for a shell or leaves its folder (`details.settings`), MANIFEST_INVALID for every other fault (`details.fields`).
 */
export function parseManifest(value: unknown, name = 'app.yaml'): AppManifest {
  const result = AppManifest.safeParse(value);
  if (result.success) return result.data;
  const settings = [...new Set(result.error.issues.flatMap((issue) => forbiddenIn(issue, value)))];
  if (settings.length > 0) {
    throw new DomainError('MANIFEST_FORBIDDEN', { message: `${name} asks for settings that no app may have: ${settings.join(', ')}.`, details: { settings } });
  }
  const fields = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new DomainError('MANIFEST_INVALID', { message: `The manifest ${name} is not valid:\n${z.prettifyError(result.error)}`, details: { fields } });
}

/** Paths of what is forbidden, out of one fault. */
function forbiddenIn(issue: z.core.$ZodIssue, manifest: unknown): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.filter(forbiddenSetting).map((key) => [...issue.path, key].join('.'));
  return isSmuggled(issue.path, at(manifest, issue.path)) ? [issue.path.join('.')] : [];
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, part) => (typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[part] : undefined), value);
}

import { DomainError } from '@mateship/contracts';
import { LABELS } from '@mateship/fleet';

type Labels = Record<string, string> | null | undefined;

/** Whether something on the Engine carries the labels of an app of this installation. */
export function isOurs(found: Labels, wanted: Record<string, string>): boolean {
  return [LABELS.installation, LABELS.app].every((label) => found?.[label] === wanted[label]);
}

/** @throws DomainError APP_UNAVAILABLE with what an administrator can do. */
export function refuseStranger(kind: 'container' | 'network' | 'volume', name: string, found: Labels, wanted: Record<string, string>): void {
  if (isOurs(found, wanted)) return;
  throw new DomainError('APP_UNAVAILABLE', { message: `The ${kind} ${name} does not belong to this installation. Rename or remove it.` });
}

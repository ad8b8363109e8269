import { DomainError } from '@mateship/contracts';

/** Whether the vault has no such key any more. What was sealed under it is gone, or is under another one by now. */
export function isKeyGone(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'NOT_FOUND';
}

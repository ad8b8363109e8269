import { DomainError } from '@mateship/contracts';

/** What the caller is told about anything that a skill throws: its own DomainError, else SKILL_FAILED. */
export function toSkillError(error: unknown): DomainError {
  return error instanceof DomainError ? error : new DomainError('SKILL_FAILED', { cause: error });
}

import { DomainError } from '@mateship/contracts';
import type { Preprocessor } from './preprocessor.js';

/** @throws DomainError MESSAGE_REFUSED when a message must not be answered */
export async function requireLegal(preprocessor: Preprocessor, text: string): Promise<void> {
  const { legality } = await preprocessor.look(text);
  if (!legality.allowed) throw new DomainError('MESSAGE_REFUSED', { message: legality.reason ?? undefined });
}

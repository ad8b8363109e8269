import { isUtf8 } from 'node:buffer';
import { DomainError } from '@mateship/contracts';
import { isHarmless } from './json-shape.js';

/**
 * Reads JSON that came from outside.
 * @throws DomainError MALFORMED_BODY when it is not UTF-8, not JSON, over 200 levels deep or poisons prototypes.
 */
export function parseJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new DomainError('MALFORMED_BODY');
  const value = parse(bytes.toString('utf8'));
  if (!isHarmless(value)) throw new DomainError('MALFORMED_BODY');
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new DomainError('MALFORMED_BODY', { cause });
  }
}

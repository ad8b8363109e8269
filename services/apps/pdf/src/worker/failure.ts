import { DomainError } from '@mateship/contracts';
import type { Failure } from '../engine/protocol.js';

const NOT_A_PDF = new Set(['InvalidPDFException', 'FormatError', 'UnknownErrorException', 'MissingDataException', 'XRefEntryException', 'XRefParseException']);
// What V8 says when a length or a recursion is beyond what it can do.
const TOO_MUCH = /call stack|array buffer allocation|invalid (typed )?array (buffer )?length|invalid string length|out of memory/i;

/** What pdf.js threw, as one of our codes. */
export function toFailure(error: unknown): Failure {
  if (error instanceof DomainError) return { code: error.code, message: error.message, details: error.details };
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  if (name === 'PasswordException') return { code: 'PDF_ENCRYPTED' };
  if (error instanceof RangeError || TOO_MUCH.test(message)) return { code: 'PDF_LIMIT' };
  if (NOT_A_PDF.has(name)) return { code: 'PDF_INVALID' };
  return { code: 'INTERNAL_ERROR', details: { reason: `${name}: ${message}`.slice(0, 500) } };
}

import type { Readable } from 'node:stream';
import { DomainError, ErrorBody, isErrorCode, type ErrorCode } from '@mateship/contracts';

/**
 * Reads an answer of status 400 or more to its end and throws it as our own error; leaves any other answer alone.
 * @param fallback the code when the answer is not in our form, of no known code, or a fault of the other end's own.
 */
export async function rejectErrorAnswer(answer: { status: number; body: Readable }, fallback: ErrorCode): Promise<void> {
  if (answer.status < 400) return;
  const parsed = ErrorBody.safeParse(parseOrNull(await textOf(answer.body)));
  if (!parsed.success || !isErrorCode(parsed.data.error.code)) {
    throw new DomainError(fallback, { cause: new Error(`an unreadable error answer of status ${answer.status}`) });
  }
  const { code, message, details } = parsed.data.error;
  if (code === 'INTERNAL_ERROR') throw new DomainError(fallback, { cause: new Error(`the other end failed: ${parsed.data.error.requestId}`) });
  throw new DomainError(code, { message, details });
}

/** The whole body as text. */
export async function textOf(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

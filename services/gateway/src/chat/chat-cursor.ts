import { DomainError } from '@mateship/contracts';
import { z } from 'zod';
import type { ChatCursor } from './chat.repository.js';

// Nothing is older than the first second of 1970, and the database knows no year 0.
const Cursor = z.tuple([z.iso.datetime().refine((at) => Date.parse(at) > 0), z.uuid()]);

export function encodeCursor(chat: { updatedAt: Date; id: string }): string {
  return Buffer.from(JSON.stringify([chat.updatedAt.toISOString(), chat.id])).toString('base64url');
}

/** Throws CURSOR_INVALID for anything that {@link encodeCursor} did not make. */
export function decodeCursor(text: string): ChatCursor {
  try {
    const [updatedAt, id] = Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { updatedAt, id };
  } catch (cause) {
    throw new DomainError('CURSOR_INVALID', { cause });
  }
}

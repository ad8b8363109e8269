import { DomainError } from '@mateship/contracts';
import { z } from 'zod';
import type { ChatCursor } from './chat.repository.js';

const Cursor = z.tuple([z.iso.datetime(), z.uuid()]);

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

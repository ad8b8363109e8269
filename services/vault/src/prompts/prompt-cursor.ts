import { DomainError } from '@mateship/contracts';
import { z } from 'zod';

// Nothing is older than the first second of 1970, and the database knows no year 0.
const PromptCursor = z.tuple([z.iso.datetime().refine((at) => Date.parse(at) > 0), z.uuid()]);
const VersionCursor = z.tuple([z.int().min(1).max(2 ** 31 - 1)]);

/** Where the next page of prompts begins. */
export interface PromptPlace {
  createdAt: string;
  id: string;
}

export function promptCursor({ createdAt, id }: { createdAt: Date; id: string }): string {
  return encode([createdAt.toISOString(), id]);
}

/** @throws DomainError CURSOR_INVALID for anything that {@link promptCursor} did not make */
export function readPromptCursor(text: string | undefined): PromptPlace | null {
  if (text === undefined) return null;
  const [createdAt, id] = decode(text, PromptCursor);
  return { createdAt, id };
}

export function versionCursor(version: number): string {
  return encode([version]);
}

/** @throws DomainError CURSOR_INVALID for anything that {@link versionCursor} did not make */
export function readVersionCursor(text: string | undefined): number | null {
  return text === undefined ? null : decode(text, VersionCursor)[0];
}

function encode(parts: (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

function decode<T>(text: string, shape: z.ZodType<T>): T {
  try {
    return shape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new DomainError('CURSOR_INVALID', { cause });
  }
}

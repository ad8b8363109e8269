import type { IncomingMessage } from 'node:http';
import { DomainError } from '@mateship/contracts';
import type { z } from 'zod';

export async function bytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The JSON body, as strict as the real server. */
export async function body<Schema extends z.ZodType>(request: IncomingMessage, schema: Schema): Promise<z.output<Schema>> {
  const result = schema.safeParse(JSON.parse((await bytes(request)).toString() || '{}'));
  if (!result.success) throw new DomainError('VALIDATION_FAILED', { details: { issues: result.error.issues } });
  return result.data;
}

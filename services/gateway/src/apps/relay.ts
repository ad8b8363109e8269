import { pipeline } from 'node:stream/promises';
import type { FastifyReply } from 'fastify';
import { errorOf, type SkillAnswer } from './skill-calls.js';
import { DomainError } from '@mateship/contracts';

const PASSED_ON = ['content-type', 'content-length'];

/** Passes an app's answer on as bytes, with back-pressure; an error answer is read and given as ours. */
export async function relay(answer: SkillAnswer, reply: FastifyReply): Promise<void> {
  try {
    if (answer.status !== 200) throw await readError(answer);
    for (const name of PASSED_ON) {
      const value = answer.headers[name];
      if (value !== undefined) reply.header(name, value);
    }
    const headers = reply.getHeaders();
    reply.hijack();
    reply.raw.writeHead(200, headers as Record<string, string>);
    await pipeline(answer.body, reply.raw);
  } catch (error) {
    if (!reply.raw.headersSent) throw error;
  } finally {
    answer.done();
  }
}

async function readError(answer: SkillAnswer): Promise<DomainError> {
  let text = '';
  for await (const chunk of answer.body) {
    text += String(chunk);
    if (text.length > 64_000) break;
  }
  try {
    return errorOf(JSON.parse(text));
  } catch {
    return new DomainError('SKILL_BAD_RESPONSE');
  }
}

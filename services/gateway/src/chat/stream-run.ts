import type { FastifyReply } from 'fastify';
import type { ChatRun } from './chat-run.js';
import { formatServerSentEvent } from './server-sent-events.js';
import { SseReply } from './sse-reply.js';

/** Sends the events of an answer from a point on. A reader that leaves does not stop the answer. */
export async function streamRun(run: ChatRun, afterId: number, reply: FastifyReply): Promise<void> {
  const sse = new SseReply(reply);
  try {
    for await (const { id, event } of run.read(afterId, sse.left)) {
      await sse.write(formatServerSentEvent(id, event.event, event.data));
    }
  } catch (error) {
    if (!sse.left.aborted) throw error;
  } finally {
    sse.end();
  }
}

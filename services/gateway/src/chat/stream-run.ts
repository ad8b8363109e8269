import type { FastifyReply } from 'fastify';
import type { ChatRun } from './chat-run.js';
import { SseReply } from './sse-reply.js';

/** Begins to watch the reader's access; gives what ends the watch. */
export type WatchReader = (onLost: () => void) => () => void;

/** Sends the events of an answer from a point on. A reader that leaves does not stop the answer; one that loses its access is cut off. */
export async function streamRun(run: ChatRun, afterId: number, reply: FastifyReply, watch: WatchReader): Promise<void> {
  const sse = new SseReply(reply);
  const unwatch = watch(() => reply.raw.destroy());
  try {
    await run.read(afterId, sse.left, (text) => sse.write(text));
  } catch (error) {
    if (!sse.left.aborted) throw error;
  } finally {
    unwatch();
    sse.end();
  }
}

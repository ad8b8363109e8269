import type { ChatEvent, ChatEventName } from '@mateship/contracts';
import { ApiError } from '../errors/api-error.js';
import { readEvents } from '../events/read-events.js';

/** A chat event with the id to resume after. */
export type ReceivedChatEvent = ChatEvent & { id: string };

const EVENT_NAMES: Record<ChatEventName, true> = {
  message: true,
  delta: true,
  tool_call: true,
  tool_result: true,
  citation: true,
  usage: true,
  done: true,
  error: true,
};

/** Reads the events of an answer. Names that a newer server may add are skipped. */
export async function* readChatEvents(open: () => Promise<Response>): AsyncGenerator<ReceivedChatEvent> {
  const response = await open();
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  if (!isStream || !response.body) throw notAStream(response);
  for await (const { id, event, data } of readEvents(response.body)) {
    if (Object.hasOwn(EVENT_NAMES, event)) yield { id, event, data: JSON.parse(data) } as ReceivedChatEvent;
  }
}

function notAStream(response: Response): ApiError {
  return new ApiError({
    code: 'BAD_RESPONSE',
    message: 'The server did not send the answer as a stream. Reload the page to see it.',
    status: response.status,
    requestId: response.headers.get('x-request-id'),
    details: {},
    retryAfter: null,
  });
}

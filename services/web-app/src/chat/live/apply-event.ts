import type { ChatEvent, Message } from '@mateship/contracts';

/** The message after one event of its stream. */
export function applyEvent(message: Message, { event, data }: ChatEvent): Message {
  switch (event) {
    case 'message':
      return message;
    case 'delta':
      return { ...message, content: message.content + data.text };
    case 'tool_call':
      return { ...message, steps: [...message.steps, { ...data, ok: null, summary: null }] };
    case 'tool_result':
      return { ...message, steps: message.steps.map((step) => (step.id === data.id ? { ...step, ok: data.ok, summary: data.summary } : step)) };
    case 'citation':
      return { ...message, citations: [...message.citations.filter((known) => known.n !== data.n), data] };
    case 'usage':
      return { ...message, usage: data };
    case 'done':
      return { ...settleSteps(message), state: data.state };
    case 'error':
      return { ...settleSteps(message), state: 'failed', error: data };
  }
}

/** Whether nothing follows an event. */
export function isLast({ event }: ChatEvent): boolean {
  return event === 'done' || event === 'error';
}

/** The message as it was before its first event, for a stream that is read from its start again. */
export function blank(message: Message): Message {
  return { ...message, content: '', steps: [], citations: [], usage: null, error: null, state: 'streaming' };
}

/** A step that never answered did not succeed; it must not spin for ever. */
function settleSteps(message: Message): Message {
  return { ...message, steps: message.steps.map((step) => (step.ok === null ? { ...step, ok: false } : step)) };
}

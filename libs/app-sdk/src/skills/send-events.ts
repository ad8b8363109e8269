import type { ServerResponse } from 'node:http';
import { DomainError } from '@mateship/contracts';
import { writeChunk } from '@mateship/service-kit';
import type { CallClock } from '../calls/call-clock.js';
import type { AppLog } from '../calls/skill-context.js';
import type { EventOf, StreamingSkill } from './define-skill.js';
import { toSkillError } from './skill-errors.js';

type AnyEvent = EventOf<StreamingSkill['events']>;

/** Where a stream comes from and what watches over it. */
export interface EventSource {
  skill: StreamingSkill;
  iterator: AsyncIterator<AnyEvent>;
  /** The first event, fetched before the answer began so that an early fault can still be an error answer. */
  first: IteratorResult<AnyEvent>;
  clock: CallClock;
  log: AppLog;
  /** Runs when the stream is over, however it ended. */
  onEnd(): void;
}

/** Writes the events in the event-stream format (WHATWG HTML, server-sent events), straight to the connection. A fault becomes a last event `error`. */
export async function sendEvents(response: ServerResponse, source: EventSource): Promise<void> {
  const { skill, iterator, clock, log, onEnd } = source;
  try {
    await clock.race(writeAll(response, source));
  } catch (error) {
    const { code, message, cause } = toSkillError(error);
    log.warn('a stream ended early', { skill: skill.id, code, cause });
    response.write(line('error', { code, message }));
  } finally {
    onEnd();
    void Promise.resolve(iterator.return?.()).catch((cause: unknown) => log.warn('a skill failed while it stopped', { skill: skill.id, cause }));
    response.end();
  }
}

async function writeAll(response: ServerResponse, { skill, iterator, first, clock: { signal } }: EventSource): Promise<void> {
  for (let step = first; step.done !== true; step = await iterator.next()) {
    // A skill that does not heed its signal speaks to nobody.
    if (signal.aborted) return;
    const slow = writeChunk(response, format(skill, step.value), signal);
    if (slow) await slow;
  }
}

function format(skill: StreamingSkill, { event, data }: AnyEvent): string {
  const checked = Object.hasOwn(skill.events, event) ? skill.events[event]?.safeParse(data) : undefined;
  if (!checked?.success) throw new DomainError('SKILL_BAD_RESPONSE', { cause: checked?.error ?? new Error(`no event is called ${event}`) });
  return line(event, checked.data);
}

function line(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

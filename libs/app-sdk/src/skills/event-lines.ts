import { DomainError } from '@mateship/contracts';
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

/** The events as text of the event-stream format (WHATWG HTML, server-sent events). A fault becomes a last event `error`. */
export async function* eventLines({ skill, iterator, first, clock, log, onEnd }: EventSource): AsyncGenerator<string> {
  try {
    for (let step = first; step.done !== true; step = await clock.race(iterator.next())) yield format(skill, step.value);
  } catch (error) {
    const { code, message, cause } = toSkillError(error);
    log.warn('a stream ended early', { skill: skill.id, code, cause });
    yield line('error', { code, message });
  } finally {
    onEnd();
    void Promise.resolve(iterator.return?.()).catch((cause: unknown) => log.warn('a skill failed while it stopped', { skill: skill.id, cause }));
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

import type { z } from 'zod';
import type { SkillContext } from '../calls/skill-context.js';

/** A skill that gives one JSON answer. */
export interface AnswerSkill<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly kind: 'answer';
  readonly id: string;
  readonly input: Input;
  readonly output: Output;
  run(input: z.output<Input>, context: SkillContext): Promise<z.input<Output>>;
}

/** The events of a streaming skill, each tagged by its name. */
export type EventOf<Events extends Record<string, z.ZodType>> = {
  [Name in keyof Events & string]: { event: Name; data: z.input<Events[Name]> };
}[keyof Events & string];

/** A skill that gives server-sent events while it works. */
export interface StreamingSkill<Input extends z.ZodType = z.ZodType, Events extends Record<string, z.ZodType> = Record<string, z.ZodType>> {
  readonly kind: 'stream';
  readonly id: string;
  readonly input: Input;
  readonly events: Events;
  run(input: z.output<Input>, context: SkillContext): AsyncIterable<EventOf<Events>>;
}

/** Any skill of an app. */
export type Skill = AnswerSkill | StreamingSkill;

/**
 * A skill from input to answer. Input that does not fit the schema never reaches `run`; an answer that does not fit
 * never leaves. Throw DomainError for what the caller can understand; anything else becomes SKILL_FAILED.
 */
export function defineSkill<Input extends z.ZodType, Output extends z.ZodType>(
  skill: Omit<AnswerSkill<Input, Output>, 'kind'>,
): AnswerSkill<Input, Output> {
  return { ...skill, kind: 'answer' };
}

/**
 * A skill that answers in events. What it throws before its first event becomes an error answer; later it becomes a
 * last event `error` with `{ code, message }`. It is read only as fast as the caller reads.
 */
export function defineStreamingSkill<Input extends z.ZodType, Events extends Record<string, z.ZodType>>(
  skill: Omit<StreamingSkill<Input, Events>, 'kind'>,
): StreamingSkill<Input, Events> {
  return { ...skill, kind: 'stream' };
}

import type { ServerResponse } from 'node:http';
import { DomainError, type AppManifest, type Invocation } from '@mateship/contracts';
import { parseJson, validationError, type JsonLogger } from '@mateship/service-kit';
import { callBacks } from '../gateway/call-backs.js';
import type { GatewayLink } from '../gateway/gateway-link.js';
import { CallClock } from '../calls/call-clock.js';
import type { SkillContext } from '../calls/skill-context.js';
import { readNamedSecret, type AppEnvironment } from '../config/app-environment.js';
import type { AnswerSkill, Skill, StreamingSkill } from './define-skill.js';
import { sendEvents } from './send-events.js';
import { toSkillError } from './skill-errors.js';

/** One call as it came in. */
export interface IncomingCall {
  skill: string;
  invocation: Invocation;
  body: Buffer;
  response: ServerResponse;
}

/** What a call leads to: a JSON answer, or events that are sent once the answer's head is. */
export type Outcome = { kind: 'answer'; value: unknown } | { kind: 'stream'; send(): Promise<void> };

interface RunningCall {
  context: SkillContext;
  clock: CallClock;
  end(): void;
}

/** Runs skills: checks what goes in and what comes out, keeps the deadline, and cleans up after every call. */
export class SkillRunner {
  private readonly skills: Map<string, Skill>;

  constructor(
    skills: readonly Skill[],
    private readonly manifest: AppManifest,
    private readonly environment: AppEnvironment,
    private readonly link: GatewayLink,
    private readonly log: JsonLogger,
  ) {
    this.skills = new Map(skills.map((skill) => [skill.id, skill]));
  }

  async run({ skill: id, invocation, body, response }: IncomingCall): Promise<Outcome> {
    const skill = this.skills.get(id);
    if (!skill) throw new DomainError('NOT_FOUND');
    const input = skill.input.safeParse(parseJson(body));
    if (!input.success) throw validationError(input.error);
    const call = this.begin(invocation, response);
    try {
      if (skill.kind === 'stream') return { kind: 'stream', send: await this.stream(skill, input.data, call, response) };
      return { kind: 'answer', value: await answer(skill, input.data, call) };
    } catch (error) {
      call.end();
      const known = toSkillError(error);
      // Faults of ours are logged where they become an answer; a refusal would otherwise leave no trace in the app.
      if (known.status < 500) this.log.log('a skill refused a call', { skill: id, code: known.code });
      throw known;
    } finally {
      if (skill.kind === 'answer') call.end();
    }
  }

  /** A secret that the manifest declares. */
  async secret(name: string): Promise<string | null> {
    if (!this.manifest.permissions.secrets.includes(name)) throw new Error(`the manifest does not declare the secret "${name}"`);
    return readNamedSecret(this.environment.secretsFolder, name);
  }

  private begin(invocation: Invocation, response: ServerResponse): RunningCall {
    const clock = new CallClock(invocation.deadline, response);
    const { files, envelopes, skills } = callBacks({ link: this.link, job: invocation.job, signal: clock.signal });
    const { dataFolder } = this.environment;
    const secret = (name: string) => this.secret(name);
    const context = { invocation, signal: clock.signal, log: this.log, dataFolder, secret, files, envelopes, skills };
    return {
      context,
      clock,
      end: () => {
        clock.end();
        files.close();
      },
    };
  }

  private async stream(skill: StreamingSkill, input: unknown, { context, clock, end }: RunningCall, response: ServerResponse): Promise<() => Promise<void>> {
    const iterator = skill.run(input, context)[Symbol.asyncIterator]();
    const first = await clock.race(iterator.next());
    return () => sendEvents(response, { skill, iterator, first, clock, log: this.log, onEnd: end });
  }
}

async function answer(skill: AnswerSkill, input: unknown, { context, clock }: RunningCall): Promise<unknown> {
  const output = skill.output.safeParse(await clock.race(skill.run(input, context)));
  if (!output.success) throw new DomainError('SKILL_BAD_RESPONSE', { cause: output.error });
  return output.data;
}

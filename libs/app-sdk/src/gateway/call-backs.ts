import { DomainError, GATEWAY_APP_PATHS, INTERNAL_HEADERS, OpenedEnvelope, RespondAnswer } from '@mateship/contracts';
import type { InternalClient } from '@mateship/service-kit';
import type { SkillContext } from '../calls/skill-context.js';
import { CallFiles } from './call-files.js';
import type { GatewayLink } from './gateway-link.js';

/** What one call needs to call back. */
export interface CallBackScope {
  link: GatewayLink;
  job: string;
  signal: AbortSignal;
}

/** The gateway's files, envelopes and skills for one call, under the delegation token of that call. */
export function callBacks(scope: CallBackScope): { files: CallFiles } & Pick<SkillContext, 'envelopes' | 'skills'> {
  const client = (): InternalClient => scope.link.client();
  const options = { signal: scope.signal, headers: { [INTERNAL_HEADERS.job]: scope.job } };
  return {
    files: new CallFiles(client, options),
    envelopes: {
      open: (envelope) => client().json('POST', GATEWAY_APP_PATHS.openEnvelope, { envelope }, OpenedEnvelope, options),
      reply: async (answer) => (await client().json('POST', GATEWAY_APP_PATHS.replyEnvelope, answer, RespondAnswer, options)).envelope,
    },
    skills: {
      call: (app, skill, input) => {
        if (!isName(app) || !isName(skill)) return Promise.reject(new DomainError('TOOL_DENIED'));
        return client().json('POST', GATEWAY_APP_PATHS.skill(app, skill), input ?? {}, undefined, options);
      },
    },
  };
}

/** Names go into a path, so nothing but a name may pass. */
function isName(text: string): boolean {
  return /^[a-z][a-z0-9-]{0,39}$/.test(text);
}

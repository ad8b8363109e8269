import { z } from 'zod';

/**
 * Headers between the gateway and apps, and between services.
 * `mac` proves the sender (see service-kit/identity); `invocation` is base64url JSON of {@link Invocation};
 * `job` is the delegation token with which an app calls back during one call, and only during it.
 */
export const INTERNAL_HEADERS = {
  mac: 'x-mateship-mac',
  invocation: 'x-mateship-invocation',
  job: 'x-mateship-job',
  fileName: 'x-mateship-file-name',
} as const;

/** On whose behalf the gateway calls an app. The user id is a pseudonym that is different for every app. */
export const Invocation = z.object({
  runId: z.string(),
  user: z.string(),
  chatId: z.string().nullable(),
  job: z.string().describe('Delegation token for call-backs.'),
  deadline: z.int().describe('Unix time in milliseconds.'),
});
export type Invocation = z.infer<typeof Invocation>;

/** Paths of the app's own listener. */
export const APP_PATHS = { skill: (skill: string) => `/skills/${skill}`, live: '/health/live' } as const;

/** Paths of the gateway's listener for apps. */
export const GATEWAY_APP_PATHS = {
  skill: (app: string, skill: string) => `/apps/v1/skills/${app}/${skill}`,
  file: (id: string) => `/apps/v1/files/${id}`,
  files: '/apps/v1/files',
  openEnvelope: '/apps/v1/envelopes/open',
  replyEnvelope: '/apps/v1/envelopes/reply',
} as const;

/** Environment of an app process. Secrets are files; nothing secret is in here. */
export const APP_ENVIRONMENT = {
  id: 'MATESHIP_APP_ID',
  listen: 'MATESHIP_LISTEN',
  gateway: 'MATESHIP_GATEWAY',
  secretFile: 'MATESHIP_APP_SECRET_FILE',
  secretsFolder: 'MATESHIP_SECRETS_DIR',
  dataFolder: 'MATESHIP_APP_DATA_DIR',
} as const;

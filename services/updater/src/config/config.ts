import path from 'node:path';
import { z } from 'zod';

const address = z.string().regex(/^(unix:\/.+|[^:]+:\d+)$/, 'must be unix:/path or host:port');
const absolute = z.string().refine(path.isAbsolute, 'must be an absolute path');
const secret = z.string().min(32).describe('Secret: comes as a file.');

/** Everything the updater can be told: the section `updater` of mateship.yaml, overlaid by MATESHIP_UPDATER_*. */
export const UpdaterConfig = z.strictObject({
  listen: z.strictObject({ internal: address }),
  broker: z.strictObject({ target: address, secret }),
  gateway: z.strictObject({ secret }),
  appsDir: absolute.describe('Installed apps: one folder each with its app.yaml, and the list of their slots.'),
  networkPrefix: z.string().regex(/^\d{1,3}\.\d{1,3}$/, 'must be the first two octets of a network').default('10.213'),
  egressDir: absolute.describe('Rules that the egress proxy reads.'),
  egressLog: absolute.describe('Refusals that the egress proxy writes.'),
});
export type UpdaterConfig = z.infer<typeof UpdaterConfig>;

/** Injection token of the parsed {@link UpdaterConfig}. */
export const CONFIG = Symbol('UpdaterConfig');

import path from 'node:path';
import { z } from 'zod';

const absolute = z.string().refine(path.isAbsolute, 'must be an absolute path');

/** Everything the engine broker can be told: the section `broker` of mateship.yaml, overlaid by MATESHIP_BROKER_*. */
export const BrokerConfig = z.strictObject({
  listen: z.string().regex(/^unix:\/[^?]+(\?mode=0?[0-7]{3})?$/, 'must be unix:/path: the broker is on no network'),
  installation: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be the name of the Compose project'),
  networkPrefix: z.string().regex(/^(\d{1,3})\.(\d{1,3})$/, 'must be two octets such as 10.213').default('10.213'),
  appsDir: absolute.describe('The manifests that the broker believes; part of its image.'),
  updaterSecret: z.string().min(32).describe('Secret: comes as a file. Proves that the updater is the caller.'),
  engine: absolute.default('/var/run/docker.sock').describe("The Engine's socket."),
});
export type BrokerConfig = z.infer<typeof BrokerConfig>;

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { FakeOpenAi } from '@mateship/dev-env';
import { findBytes } from '../support/bytes.js';
import { PLANTED, plantEveryCanary, repeatingModel, useEverySecret } from '../support/canaries.js';
import { withDatabase } from '../support/database.js';
import { firstAdmin, type Person } from '../support/person.js';
import { Platform } from '../support/platform.js';

const CONFIG_FILE = 'mateship.yaml';

describe('what people write', () => {
  let models: FakeOpenAi;
  let platform: Platform;
  let ana: Person;
  let secrets: Record<string, string>;

  beforeAll(async () => {
    const { server, config } = await repeatingModel();
    models = server;
    platform = await Platform.start({ config });
    ana = await firstAdmin(platform);
    secrets = await useEverySecret(platform, ana);
    await plantEveryCanary(ana);
  });

  afterAll(async () => {
    await platform.destroy();
    await models.close();
  });

  /** Everything that the database holds in memory goes to its files. */
  const checkpoint = () => withDatabase(platform, 'postgres', (client) => client.query('CHECKPOINT'));
  const words = Object.values(PLANTED);

  it('is read by nobody from the data folder, neither while the server runs nor after', async () => {
    await checkpoint();
    expect(await findBytes(platform.dataDir, words)).toEqual([]);
    expect((await findBytes(platform.dataDir, [ana.username])).map(({ file }) => file)).toContainEqual(expect.stringMatching(/^pg\/.*pg_wal/));
    await platform.stop();
    expect(await findBytes(platform.dataDir, words)).toEqual([]);
    platform = await platform.restart();
  });

  it('leaves no secret in logs, and none outside of where it is configured', async () => {
    await checkpoint();
    const used = Object.values(secrets);
    expect(used.every((secret) => secret.length >= 20)).toBe(true);
    expect(await findBytes(platform.dataDir, used, (file) => path.basename(file) === CONFIG_FILE)).toEqual([]);
    // The database would hold these as bytes.
    const bytes = [secrets.linkSecret, secrets.linkAuth].map((secret) => Buffer.from(secret!, 'base64url'));
    expect(await findBytes(platform.dataDir, bytes)).toEqual([]);
    const logged = await findBytes(path.join(platform.dataDir, 'logs'), ['the service is ready']);
    expect(logged.map(({ file }) => file)).toEqual(expect.arrayContaining(['gateway.log', 'vault.log']));
  });

  it('would be found in any form if it were there', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'mateship-canary-'));
    const sentence = Buffer.from(`{"title":"${PLANTED.message}"}`);
    await writeFile(path.join(folder, 'utf8'), sentence);
    await writeFile(path.join(folder, 'utf16'), sentence.toString(), 'utf16le');
    await writeFile(path.join(folder, 'hex'), sentence.toString('hex'));
    for (const shift of [0, 1, 2]) await writeFile(path.join(folder, `base64+${shift}`), Buffer.concat([Buffer.alloc(shift, 'x'), sentence]).toString('base64'));
    const hits = await findBytes(folder, [PLANTED.message]);
    await rm(folder, { recursive: true });
    expect([...new Set(hits.map(({ file }) => file))].sort()).toEqual(['base64+0', 'base64+1', 'base64+2', 'hex', 'utf16', 'utf8']);
  });
});

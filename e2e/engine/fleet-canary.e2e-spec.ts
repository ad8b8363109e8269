import type { FakeOpenAi } from '@mateship/dev-env';
import { findBytes } from '../support/bytes.js';
import { PLANTED, plantEveryCanary, repeatingModel, useEverySecret } from '../support/canaries.js';
import { firstAdmin, type Person } from '../support/person.js';
import { engineSuite } from './support/engine.js';
import { Fleet } from './support/fleet.js';
import { FleetEvidence } from './support/fleet-evidence.js';

const PREFIX = '10.224';
/** Where the key of a model provider has to be: in the file that an admin wrote, and with the app that uses it. */
const CONFIGURED = /\/(mateship\.yaml|secrets\/providers)$/;

engineSuite('what people write, in containers', () => {
  let models: FakeOpenAi;
  let fleet: Fleet;
  let ana: Person;
  let secrets: Record<string, string>;
  let evidence: FleetEvidence;

  beforeAll(async () => {
    const { server, config } = await repeatingModel({ reachedAt: `${PREFIX}.255.81` });
    models = server;
    fleet = await Fleet.start({ purpose: 'canary', prefix: PREFIX, config });
    ana = await firstAdmin(fleet);
    secrets = await useEverySecret(fleet, ana);
    await plantEveryCanary(ana);
    // Everything that the database holds in memory goes to its files.
    await fleet.sql('CHECKPOINT');
    evidence = await FleetEvidence.collect(fleet);
    await evidence.redis(fleet);
  }, 600_000);

  afterAll(async () => {
    await evidence?.remove();
    await fleet?.destroy();
    await models?.close();
  }, 120_000);

  const filesWith = async (word: string) => [...new Set((await findBytes(evidence.folder, [word])).map(({ file }) => file))];

  it('is in no volume, not in Redis, and in nothing that the Engine tells', async () => {
    expect(await findBytes(evidence.folder, Object.values(PLANTED))).toEqual([]);
  });

  it('leaves no secret anywhere but where it is configured', async () => {
    const used = Object.values(secrets);
    expect(used.every((secret) => secret.length >= 20)).toBe(true);
    expect(await findBytes(evidence.folder, used, (file) => CONFIGURED.test(file))).toEqual([]);
    expect(await filesWith(secrets.providerKey!)).toEqual(expect.arrayContaining([expect.stringMatching(CONFIGURED)]));
  });

  it('would have been found there: the copy holds the database, Redis, logs and settings', async () => {
    expect(await filesWith(ana.username)).toContainEqual(expect.stringMatching(/^volumes\/postgres-data\/cluster\/pg_wal\//));
    expect(await filesWith('the service is ready')).toEqual(expect.arrayContaining(['gateway', 'vault', 'updater', 'engine-broker', 'app-ai', 'app-pdf'].map((name) => `engine/${name}.log`)));
    expect(await filesWith('dev.mateship.installation')).toEqual(expect.arrayContaining(['engine/app-ai.json', 'engine/app-pdf.json']));
    expect(await filesWith('rate:')).toContain('redis/dump.rdb');
    expect(await filesWith('list:')).toContain('redis/dump.rdb');
  });
});

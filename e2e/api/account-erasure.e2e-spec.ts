import { eventually, type FakeOpenAi } from '@mateship/dev-env';
import { withDatabase } from '../support/database.js';
import { fakeModels } from '../support/models.js';
import { firstAdmin, inviteUser, PASSWORD, type Person } from '../support/person.js';
import { Platform } from '../support/platform.js';
import { pidOf } from '../support/victims.js';

describe('a person who deletes the account', () => {
  let models: FakeOpenAi;
  let platform: Platform;
  let ana: Person;

  beforeAll(async () => {
    const { server, config } = await fakeModels([{ id: 'echo' }]);
    models = server;
    platform = await Platform.start({ config });
    ana = await firstAdmin(platform);
  });
  afterAll(async () => {
    await platform.destroy();
    await models.close();
  });

  /** Somebody with a chat, prompts and keys of envelopes, one of them replaced. */
  async function somebody() {
    const person = await inviteUser(platform, ana);
    const { id } = (await (await person.fetch('/v1/users/me')).json()) as { id: string };
    await person.fetch('/v1/chat/message', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ content: 'hello' }) });
    for (const name of ['one', 'two']) await person.client.vault.createPrompt({ name, text: 'Good morning' });
    await person.client.vault.keys('me');
    await person.fetch('/v1/vault/keys/rotate', { method: 'POST' });
    return { person, id };
  }
  const remove = ({ person }: Awaited<ReturnType<typeof somebody>>) => person.fetch('/v1/users/me', { method: 'DELETE', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ password: PASSWORD }) });
  const count = (service: 'gateway' | 'vault', from: string, values: unknown[]) => withDatabase(platform, service, async (client) => Number((await client.query(`SELECT count(*) FROM ${from}`, values)).rows[0].count));
  const keys = (id: string) => count('vault', 'data_key WHERE owner_id = ANY ($1) AND wrapped IS NOT NULL', [[id, `user:${id}`]]);
  const rows = async (id: string) => [await count('gateway', 'user_account WHERE id = $1', [id]), await count('gateway', 'chat WHERE owner_id = $1', [id]), await count('vault', 'prompt WHERE owner_id = $1', [id]), await count('vault', 'party_key WHERE owner = $1', [`user:${id}`])];

  it('leaves no key and no row at the vault', async () => {
    const [leaver, stayer] = [await somebody(), await somebody()];
    expect([await keys(leaver.id), await rows(leaver.id)]).toEqual([5, [1, 1, 2, 2]]);
    expect((await remove(leaver)).status).toBe(204);
    expect([await keys(leaver.id), await rows(leaver.id)]).toEqual([0, [0, 0, 0, 0]]);
    expect([await keys(stayer.id), await rows(stayer.id)]).toEqual([5, [1, 1, 2, 2]]);
  });

  it.each([0, 30, 90])('leaves none when the vault is killed %i ms after', async (delay) => {
    const leaver = await somebody();
    const removed = remove(leaver);
    await new Promise((resolve) => setTimeout(resolve, delay));
    process.kill((await pidOf(platform, 'vault'))!, 'SIGKILL');
    expect((await removed).status).toBe(204);
    await eventually(async () => (await keys(leaver.id)) + (await rows(leaver.id)).reduce((sum, each) => sum + each) === 0, { what: 'nothing is left', patienceMs: 60_000 });
    await eventually(() => platform.isReady(), { what: 'the platform is ready' });
  });
});

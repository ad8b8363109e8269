import { createClient, type Client } from '@mateship/client';
import type { FakeOpenAi } from '@mateship/dev-env';
import { fakeModels } from '../support/models.js';
import { firstAdmin, inviteUser, type Person } from '../support/person.js';
import { Platform } from '../support/platform.js';

describe('prompts and envelopes', () => {
  let models: FakeOpenAi;
  let platform: Platform;
  let ana: Person;
  let ben: Person;

  beforeAll(async () => {
    const { server, config } = await fakeModels([{ id: 'echo' }]);
    models = server;
    platform = await Platform.start({ config });
    ana = await firstAdmin(platform);
    ben = await inviteUser(platform, ana);
  });
  afterAll(async () => {
    await platform.destroy();
    await models.close();
  });

  const refusal = (call: Promise<unknown>) => call.then(() => null, ({ status, code, message }: { status: number; code: string; message: string }) => ({ status, code, message }));
  const REFUSED = { status: 422, code: 'DECRYPTION_FAILED', message: 'The envelope could not be opened.' };
  const aPrompt = (client: Client) => client.vault.createPrompt({ name: 'Greeting', text: 'Good morning, vault' });

  it('are kept by their owner, with versions', async () => {
    const { id } = await aPrompt(ana.client);
    expect(await ana.client.vault.updatePrompt(id, { text: 'Good evening' })).toMatchObject({ version: 2 });
    expect(await ana.client.vault.getVersion(id, 1)).toMatchObject({ text: 'Good morning, vault' });
    expect((await ana.client.vault.listVersions(id)).items).toHaveLength(2);
    expect(await refusal(ben.client.vault.getPrompt(id))).toMatchObject({ status: 404 });
    expect(await refusal(ben.client.vault.createEnvelope({ promptId: id, recipient: 'me' }))).toMatchObject({ status: 400 });
    await ana.client.vault.deletePrompt(id);
    expect(await refusal(ana.client.vault.getPrompt(id))).toMatchObject({ status: 404 });
  });

  it('travel to another user, who opens them once', async () => {
    const { id } = await aPrompt(ana.client);
    const { owner } = await ben.client.vault.keys('me');
    const { envelope, address } = await ana.client.vault.createEnvelope({ promptId: id, recipient: owner });
    expect(await refusal(ana.client.vault.openEnvelope(envelope))).toEqual(REFUSED);
    expect(await ben.client.vault.openEnvelope(envelope)).toMatchObject({ address, content: { kind: 'prompt', text: 'Good morning, vault' } });
    expect(await refusal(ben.client.vault.openEnvelope(envelope))).toEqual(REFUSED);
  });

  it('are answered by ai in an envelope to the caller, once and for nobody else', async () => {
    const { id } = await aPrompt(ana.client);
    const { envelope, address } = await ana.client.vault.createEnvelope({ promptId: id, recipient: 'app:ai' });
    expect(await refusal(ben.client.vault.respond(envelope))).toEqual(REFUSED);
    const answer = await ana.client.vault.respond(envelope);
    expect(await refusal(ana.client.vault.respond(envelope))).toEqual(REFUSED);
    expect(await refusal(ben.client.vault.openEnvelope(answer.envelope))).toEqual(REFUSED);
    const opened = await ana.client.vault.openEnvelope(answer.envelope);
    expect(opened).toMatchObject({ address: { sender: 'app:ai' }, content: { kind: 'answer', replyTo: address.id, model: 'fake/echo' } });
    expect(JSON.stringify(opened.content)).toContain('Good morning, vault');
  });

  it('are refused alike whatever is wrong with them', async () => {
    const { id } = await aPrompt(ana.client);
    const { owner } = await ana.client.vault.keys('me');
    const bytes = Buffer.from((await ana.client.vault.createEnvelope({ promptId: id, recipient: owner })).envelope, 'base64');
    const changed = [0, 7, 30, 100, 250, bytes.length - 1].map((at) => {
      const copy = Buffer.from(bytes);
      copy[at]! ^= 1;
      return copy;
    });
    for (const wrong of [...changed, bytes.subarray(0, -64), Buffer.from('junk')]) expect(await refusal(ana.client.vault.openEnvelope(wrong.toString('base64')))).toEqual(REFUSED);
  });

  it('are used by API keys with the scope vault', async () => {
    const client = async (scopes: ('vault' | 'skills')[]) => {
      const { key } = await ana.client.apiKeys.create({ name: 'v', scopes });
      return createClient({ baseUrl: platform.url, getAccessToken: () => key });
    };
    expect(await aPrompt(await client(['vault']))).toMatchObject({ version: 1 });
    expect(await refusal(aPrompt(await client(['skills'])))).toMatchObject({ status: 403, code: 'SCOPE_DENIED' });
  });
});

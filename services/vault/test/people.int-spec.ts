import { randomUUID } from 'node:crypto';
import { PersonRepository } from '../src/people/person.repository.js';
import { gatewayCalls, type RunningVault, startVault } from './running-vault.js';
import { type ServiceCalls, serviceCalls } from './service-calls.js';

let vault: RunningVault;
let calls: ServiceCalls;
beforeAll(async () => {
  vault = await startVault();
  calls = serviceCalls(vault);
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => vault.close());

const NOT_FOUND = { code: 'NOT_FOUND' };
const REFUSED = { code: 'DECRYPTION_FAILED' };

/** Somebody with two prompts, one of them changed, and keys as a party, one of them replaced. */
async function somebody() {
  const id = randomUUID();
  const party = `user:${id}`;
  const prompt = await calls.create(id);
  await calls.create(id);
  await calls.update(id, prompt.id, { text: 'changed' });
  await calls.keys(party, true);
  await calls.rotate(party);
  return { id, party, prompt };
}

/** What is left of somebody: keys that open something, and rows. */
async function left(id: string) {
  const owners = [id, `user:${id}`];
  const count = async (from: string) => (await vault.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${from}`, [owners]))[0]!.count;
  return {
    keys: await count('data_key WHERE owner_id = ANY ($1) AND wrapped IS NOT NULL'),
    prompts: await count('prompt WHERE owner_id::text = ANY ($1)'),
    versions: await count('prompt_version JOIN prompt ON prompt.id = prompt_id WHERE owner_id::text = ANY ($1)'),
    parties: await count('party_key WHERE owner = ANY ($1)'),
  };
}
const NOTHING = { keys: 0, prompts: 0, versions: 0, parties: 0 };

describe('a person who is erased', () => {
  it('leaves no key, prompt or public key, and others keep theirs', async () => {
    const [ana, ben] = [await somebody(), await somebody()];
    const theirs = await left(ben.id);
    expect(theirs).toEqual({ keys: 4, prompts: 2, versions: 3, parties: 2 });
    await calls.erase(ana.id);
    expect([await left(ana.id), await left(ben.id)]).toEqual([NOTHING, theirs]);
    await expect(calls.read(ana.id, ana.prompt.id)).rejects.toMatchObject(NOT_FOUND);
    await expect(calls.keys(ana.party)).rejects.toMatchObject(NOT_FOUND);
    expect(await calls.read(ben.id, ben.prompt.id)).toMatchObject({ text: 'changed' });
  });

  it('opens nothing any more that was sealed before, though the vault had the key in memory', async () => {
    const [ana, ben] = [await somebody(), await somebody()];
    const seal = async () => (await calls.envelope(ben.id, { promptId: ben.prompt.id, recipient: ana.party })).envelope;
    const [first, second] = [await seal(), await seal()];
    expect(await calls.open(first, ana.party)).toMatchObject({ content: { text: 'changed' } });
    await calls.erase(ana.id);
    await expect(calls.open(second, ana.party)).rejects.toMatchObject(REFUSED);
    await expect(calls.envelope(ben.id, { promptId: ben.prompt.id, recipient: ana.party }, false)).rejects.toMatchObject(NOT_FOUND);
  });

  it('stays in the audits, which say that the keys were destroyed and hold no content', async () => {
    const ana = await somebody();
    const { address } = await calls.envelope(ana.id, { promptId: ana.prompt.id, recipient: ana.party });
    const keys = await vault.query<{ id: string }>('SELECT id FROM data_key WHERE owner_id = ANY ($1) AND wrapped IS NOT NULL', [[ana.id, ana.party]]);
    await calls.erase(ana.id);
    const destroyed = await vault.query('SELECT key_id AS id, caller, ok FROM key_audit WHERE action = $1 AND key_id = ANY ($2)', ['destroy', keys.map(({ id }) => id)]);
    expect(destroyed).toEqual(expect.arrayContaining(keys.map(({ id }) => ({ id, caller: 'gateway', ok: true }))));
    expect(destroyed).toHaveLength(4);
    expect(await vault.query('SELECT caller, action, outcome FROM envelope_audit WHERE envelope_id = $1', [address.id])).toEqual([{ caller: ana.party, action: 'seal', outcome: 'ok' }]);
  });

  it('is erased to the end by another attempt when the vault was killed between keys and rows', async () => {
    const ana = await somebody();
    jest.spyOn(vault.service.app.get(PersonRepository), 'deleteRows').mockRejectedValueOnce(new Error('killed'));
    await expect(calls.erase(ana.id)).rejects.toThrow();
    expect(await left(ana.id)).toEqual({ keys: 0, prompts: 2, versions: 3, parties: 2 });
    await vault.restart();
    await expect(calls.read(ana.id, ana.prompt.id)).rejects.toMatchObject(NOT_FOUND);
    await calls.erase(ana.id);
    await calls.erase(ana.id);
    expect(await left(ana.id)).toEqual(NOTHING);
  });

  it('takes keys along under which nothing was ever stored, but not those of mates', async () => {
    const gateway = await gatewayCalls(vault.client);
    const ownerId = randomUUID();
    const place = (purpose: 'chat' | 'file' | 'share' | 'mate') => ({ purpose, ownerId, objectId: randomUUID() });
    const [chat, file, share, mate] = [place('chat'), place('file'), place('share'), place('mate')];
    const made = new Map([[chat, await gateway.create(chat)], [file, await gateway.create(file)], [share, await gateway.create(share)], [mate, await gateway.create(mate)]]);
    await calls.erase(ownerId);
    for (const where of [chat, file, share]) await expect(gateway.open(where, made.get(where)!.keyId)).rejects.toMatchObject(NOT_FOUND);
    expect((await gateway.open(mate, made.get(mate)!.keyId)).epoch).toBe(1);
  });

  it('gets no key any more', async () => {
    const gateway = await gatewayCalls(vault.client);
    const ana = await somebody();
    await calls.erase(ana.id);
    await expect(calls.create(ana.id)).rejects.toMatchObject(NOT_FOUND);
    await expect(calls.keys(ana.party, true)).rejects.toMatchObject(NOT_FOUND);
    await expect(calls.reply({ sender: 'app:ai', recipient: ana.party, text: 'late', model: null, replyTo: randomUUID() })).rejects.toMatchObject(NOT_FOUND);
    await expect(gateway.create({ purpose: 'chat', ownerId: ana.id, objectId: randomUUID() })).rejects.toMatchObject(NOT_FOUND);
    expect(await left(ana.id)).toEqual(NOTHING);
  });

  it('leaves nothing, whatever is made at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const ana = await somebody();
      const making = Array.from({ length: 6 }, (_, index) => (index % 2 === 0 ? calls.create(ana.id) : calls.rotate(ana.party)));
      const results = await Promise.allSettled([...making.slice(0, 3), calls.erase(ana.id), ...making.slice(3)]);
      expect(results[3]).toMatchObject({ status: 'fulfilled' });
      expect(await left(ana.id)).toEqual(NOTHING);
    }
  });

  it.each([[{}], [{ ownerId: 'vault' }], [{ ownerId: 'user:0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a' }], [{ ownerId: 7 }]])('is named by the id of an account, not by %j', async (body) => {
    await expect(vault.client.json('POST', '/internal/v1/people/erase', body)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });
});

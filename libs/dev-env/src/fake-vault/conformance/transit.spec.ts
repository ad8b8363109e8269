import { base64, randomName, useVault, type VaultResponse } from './vault-under-test.js';

const vault = useVault();
let mount: string;

beforeAll(async () => {
  mount = await vault.enable('mounts', 'transit');
});

const TOO_OLD = 'ciphertext or signature version is disallowed by policy (too old)';
const here = base64('here');
const there = base64('there');

class Key {
  constructor(readonly name: string) {}

  act(action: string, body: Record<string, unknown> = {}): Promise<VaultResponse> {
    return vault.call('POST', `${mount}/${action}/${this.name}`, { body });
  }

  set(action: string, body: Record<string, unknown> = {}): Promise<VaultResponse> {
    return vault.call('POST', `${mount}/keys/${this.name}/${action}`, { body });
  }

  async encrypt(text: string, context?: string): Promise<string> {
    const { body } = await this.act('encrypt', { plaintext: base64(text), ...(context !== undefined && { context }) });
    return body.data.ciphertext as string;
  }

  async read(): Promise<Record<string, unknown>> {
    return (await vault.call('GET', `${mount}/keys/${this.name}`)).body.data;
  }
}

async function aKey(settings: Record<string, unknown> = {}): Promise<Key> {
  const name = randomName('key');
  expect((await vault.call('POST', `${mount}/keys/${name}`, { body: settings })).status).toBeLessThan(300);
  return new Key(name);
}

async function rotated(times: number, settings: Record<string, unknown> = {}): Promise<Key> {
  const key = await aKey(settings);
  for (let count = 0; count < times; count += 1) expect((await key.set('rotate')).status).toBeLessThan(300);
  return key;
}

describe('a transit key', () => {
  it('is AES-256-GCM and keeps itself to itself by default', async () => {
    expect(await (await aKey()).read()).toMatchObject({
      type: 'aes256-gcm96', derived: false, exportable: false, allow_plaintext_backup: false, deletion_allowed: false, auto_rotate_period: 0,
      latest_version: 1, min_available_version: 0, min_decryption_version: 1, min_encryption_version: 0, supports_encryption: true, supports_decryption: true, supports_derivation: true,
    });
  });

  it('tells how it derives', async () => {
    expect(await (await aKey({ derived: true })).read()).toMatchObject({ derived: true, kdf: 'hkdf_sha256' });
  });

  it('is 404 without a sentence when it is absent', async () => {
    const { status, body } = await vault.call('GET', `${mount}/keys/${randomName('none')}`);
    expect(status).toBe(404);
    expect(body).toEqual({ errors: [] });
  });

  it('stays as it is when it is created again', async () => {
    const key = await rotated(1);
    await vault.call('POST', `${mount}/keys/${key.name}`, { body: {} });
    expect((await key.read()).latest_version).toBe(2);
  });

  it('is listed', async () => {
    const key = await aKey();
    expect((await vault.call('LIST', `${mount}/keys`)).body.data.keys).toContain(key.name);
    expect((await vault.call('GET', `${mount}/keys?list=true`)).body.data.keys).toContain(key.name);
  });

  it('is deleted only after deletion_allowed', async () => {
    const key = await aKey();
    const refused = await vault.call('DELETE', `${mount}/keys/${key.name}`);
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.body.errors.join()).toContain('deletion is not allowed for this key');
    await key.set('config', { deletion_allowed: true });
    expect((await vault.call('DELETE', `${mount}/keys/${key.name}`)).status).toBe(204);
    expect((await vault.call('GET', `${mount}/keys/${key.name}`)).status).toBe(404);
  });

  it('is exported only when it may be', async () => {
    expect((await vault.call('GET', `${mount}/export/encryption-key/${(await aKey()).name}`)).status).toBe(400);
    const { body } = await vault.call('GET', `${mount}/export/encryption-key/${(await aKey({ exportable: true })).name}`);
    expect(Buffer.from((body.data.keys as Record<string, string>)['1'] ?? '', 'base64')).toHaveLength(32);
  });

  it('rotates by itself after an hour at the earliest', async () => {
    expect((await vault.call('POST', `${mount}/keys/${randomName('key')}`, { body: { auto_rotate_period: '30m' } })).status).toBe(400);
    const key = await aKey({ auto_rotate_period: '2160h' });
    expect((await key.read()).auto_rotate_period).toBe(7_776_000);
    await key.set('config', { auto_rotate_period: 0 });
    expect((await key.read()).auto_rotate_period).toBe(0);
  });

  it('refuses a type that there is not', async () => {
    expect((await vault.call('POST', `${mount}/keys/${randomName('key')}`, { body: { type: 'rot13' } })).status).toBe(400);
  });
});

describe('encryption', () => {
  it('is opened by decryption, and is never twice the same', async () => {
    const key = await aKey();
    const [first, second] = [await key.encrypt('text'), await key.encrypt('text')];
    expect(first).toMatch(/^vault:v1:[A-Za-z0-9+/]+=*$/);
    expect(first).not.toBe(second);
    expect((await key.act('decrypt', { ciphertext: first })).body.data.plaintext).toBe(base64('text'));
  });

  it('takes the empty text', async () => {
    const key = await aKey();
    const { body } = await key.act('encrypt', { plaintext: '' });
    expect((await key.act('decrypt', { ciphertext: body.data.ciphertext })).body.data.plaintext).toBe('');
  });

  it('adds 28 bytes: nonce and tag', async () => {
    const ciphertext = await (await aKey()).encrypt('twelve bytes');
    expect(Buffer.from(ciphertext.slice('vault:v1:'.length), 'base64')).toHaveLength(12 + 28);
  });

  it('of an unknown key makes the key, derived when there is a context', async () => {
    const [plain, derived] = [new Key(randomName('new')), new Key(randomName('new'))];
    await plain.encrypt('text');
    await derived.encrypt('text', here);
    expect([(await plain.read()).derived, (await derived.read()).derived]).toEqual([false, true]);
  });

  it.each([
    ['what is not base64', { plaintext: 'ä?' }],
    ['no plaintext', {}],
    ['a version that is not yet', { plaintext: 'eA==', key_version: 9 }],
    ['a negative version', { plaintext: 'eA==', key_version: -1 }],
    ['an empty batch', { batch_input: [] }],
  ])('refuses %s', async (_what, body) => {
    expect((await (await aKey()).act('encrypt', body)).status).toBe(400);
  });

  it('uses an older version on request, but not below min_encryption_version', async () => {
    const key = await rotated(2);
    expect((await key.act('encrypt', { plaintext: 'eA==', key_version: 2 })).body.data.ciphertext).toMatch(/^vault:v2:/);
    await key.set('config', { min_encryption_version: 3 });
    expect((await key.act('encrypt', { plaintext: 'eA==', key_version: 2 })).status).toBe(400);
  });

  it('binds associated data', async () => {
    const key = await aKey();
    const { body } = await key.act('encrypt', { plaintext: 'eA==', associated_data: here });
    const { ciphertext } = body.data;
    expect((await key.act('decrypt', { ciphertext, associated_data: here })).body.data.plaintext).toBe('eA==');
    expect((await key.act('decrypt', { ciphertext, associated_data: there })).status).toBe(400);
    expect((await key.act('decrypt', { ciphertext })).status).toBe(400);
  });
});

describe('a derived key', () => {
  it('opens under the same context alone', async () => {
    const key = await aKey({ derived: true });
    const ciphertext = await key.encrypt('text', here);
    expect((await key.act('decrypt', { ciphertext, context: here })).body.data.plaintext).toBe(base64('text'));
    expect((await key.act('decrypt', { ciphertext, context: there })).status).toBe(400);
  });

  it.each(['encrypt', 'decrypt', 'rewrap', 'datakey/plaintext'])('needs a context to %s', async (action) => {
    const key = await aKey({ derived: true });
    const ciphertext = await key.encrypt('text', here);
    const { status, body } = await key.act(action, { plaintext: 'eA==', ciphertext });
    expect(status).toBe(400);
    expect(body.errors.join()).toContain("missing 'context' for key derivation");
  });

  it('refuses a context that is not base64', async () => {
    expect((await (await aKey({ derived: true })).act('encrypt', { plaintext: 'eA==', context: '?' })).status).toBe(400);
  });
});

describe('decryption', () => {
  it.each([
    ['no prefix', (good: string) => good.slice('vault:'.length), 'invalid ciphertext'],
    ['no version', (good: string) => good.replace('v1:', 'vx:'), 'invalid ciphertext'],
    ['a version that is not yet', (good: string) => good.replace('v1:', 'v7:'), 'too new'],
    ['no base64', (good: string) => `${good.slice(0, 20)}?`, 'invalid ciphertext'],
    ['too few bytes', () => 'vault:v1:AAAA', 'invalid ciphertext'],
  ])('refuses a ciphertext with %s', async (_what, spoil, sentence) => {
    const key = await aKey();
    const { status, body } = await key.act('decrypt', { ciphertext: spoil(await key.encrypt('text')) });
    expect(status).toBe(400);
    expect(body.errors.join()).toContain(sentence);
  });

  it('refuses a ciphertext with one bit changed', async () => {
    const key = await aKey();
    const sealed = Buffer.from((await key.encrypt('text')).slice('vault:v1:'.length), 'base64');
    for (const at of [0, 13, sealed.length - 1]) {
      const spoilt = Buffer.from(sealed);
      spoilt[at] = (spoilt[at] ?? 0) ^ 1;
      expect((await key.act('decrypt', { ciphertext: `vault:v1:${spoilt.toString('base64')}` })).status).toBe(400);
    }
  });

  it('refuses the ciphertext of another key, and an unknown key', async () => {
    const [mine, other] = [await aKey(), await aKey()];
    expect((await other.act('decrypt', { ciphertext: await mine.encrypt('text') })).status).toBe(400);
    const { status, body } = await new Key(randomName('none')).act('decrypt', { ciphertext: await mine.encrypt('text') });
    expect(status).toBe(400);
    expect(body.errors.join()).toContain('encryption key not found');
  });

  it('refuses a request without a ciphertext', async () => {
    expect((await (await aKey()).act('decrypt', {})).status).toBe(400);
  });
});

describe('rotation', () => {
  it('encrypts with the newest version and opens the old ones', async () => {
    const key = await aKey();
    const old = await key.encrypt('old');
    await key.set('rotate');
    expect(await key.encrypt('new')).toMatch(/^vault:v2:/);
    expect((await key.act('decrypt', { ciphertext: old })).body.data.plaintext).toBe(base64('old'));
    expect(Object.keys((await key.read()).keys as object)).toEqual(['1', '2']);
  });

  it('rewraps to the newest version without changing what is in it', async () => {
    const key = await aKey({ derived: true });
    const old = await key.encrypt('text', here);
    await key.set('rotate');
    const { body } = await key.act('rewrap', { ciphertext: old, context: here });
    expect(body.data.ciphertext).toMatch(/^vault:v2:/);
    expect(body.data).not.toHaveProperty('plaintext');
    expect((await key.act('decrypt', { ciphertext: body.data.ciphertext, context: here })).body.data.plaintext).toBe(base64('text'));
  });

  it('does not rewrap under another context', async () => {
    const key = await aKey({ derived: true });
    const { status } = await key.act('rewrap', { ciphertext: await key.encrypt('text', here), context: there });
    expect(status).toBeGreaterThanOrEqual(400);
  });

  it('refuses what is older than min_decryption_version, also to rewrap, until that is taken back', async () => {
    const key = await aKey();
    const old = await key.encrypt('old');
    await key.set('rotate');
    expect((await key.set('config', { min_decryption_version: 2 })).status).toBeLessThan(300);
    for (const action of ['decrypt', 'rewrap']) {
      const { status, body } = await key.act(action, { ciphertext: old });
      expect(status).toBe(400);
      expect(body.errors).toEqual([TOO_OLD]);
    }
    expect(Object.keys((await key.read()).keys as object)).toEqual(['2']);
    await key.set('config', { min_decryption_version: 1 });
    expect((await key.act('decrypt', { ciphertext: old })).status).toBe(200);
  });

  it.each([
    ['min_decryption_version beyond the latest', { min_decryption_version: 9 }],
    ['min_encryption_version beyond the latest', { min_encryption_version: 9 }],
    ['a negative version', { min_decryption_version: -1 }],
    ['encryption below decryption', { min_decryption_version: 3, min_encryption_version: 2 }],
  ])('refuses %s and changes nothing', async (_what, settings) => {
    const key = await rotated(3);
    const before = await key.read();
    expect((await key.set('config', settings)).status).toBe(400);
    expect(await key.read()).toEqual(before);
  });
});

describe('trimming', () => {
  it('destroys versions for good, in the order that guards them', async () => {
    const key = await aKey();
    const old = await key.encrypt('old');
    for (let count = 0; count < 3; count += 1) await key.set('rotate');
    expect((await key.set('trim', { min_available_version: 2 })).status).toBe(400);
    await key.set('config', { min_encryption_version: 3, min_decryption_version: 2 });
    expect((await key.set('trim', { min_available_version: 3 })).status).toBe(400);
    expect((await key.set('trim', { min_available_version: 2 })).status).toBeLessThan(300);
    expect(await key.read()).toMatchObject({ min_available_version: 2, latest_version: 4 });
    expect((await key.set('trim', { min_available_version: 1 })).status).toBe(400);
    expect((await key.set('config', { min_decryption_version: 1 })).status).toBe(400);
    expect((await key.act('decrypt', { ciphertext: old })).status).toBe(400);
  });

  it.each([0, -1])('refuses %s', async (version) => {
    const key = await rotated(2);
    await key.set('config', { min_encryption_version: 2, min_decryption_version: 2 });
    expect((await key.set('trim', { min_available_version: version })).status).toBe(400);
  });

  it('needs a version and a key', async () => {
    expect((await (await aKey()).set('trim')).status).toBe(400);
    expect((await new Key(randomName('none')).set('trim', { min_available_version: 1 })).status).toBe(400);
  });
});

describe('a data key', () => {
  it.each([[128, 16], [256, 32], [512, 64]])('of %d bits comes in the clear and wrapped', async (bits, length) => {
    const key = await aKey({ derived: true });
    const { body } = await key.act('datakey/plaintext', { context: here, bits });
    expect(Buffer.from(body.data.plaintext as string, 'base64')).toHaveLength(length);
    expect((await key.act('decrypt', { ciphertext: body.data.ciphertext, context: here })).body.data.plaintext).toBe(body.data.plaintext);
  });

  it('comes wrapped alone on request', async () => {
    const key = await aKey();
    const { body } = await key.act('datakey/wrapped');
    expect(body.data.ciphertext).toMatch(/^vault:v1:/);
    expect(body.data).not.toHaveProperty('plaintext');
  });

  it('is refused in other sizes, in other ways and for unknown keys', async () => {
    const key = await aKey();
    expect((await key.act('datakey/plaintext', { bits: 100 })).status).toBe(400);
    expect((await key.act('datakey/naked')).status).toBe(400);
    expect((await new Key(randomName('none')).act('datakey/plaintext')).status).toBe(400);
  });
});

describe('a batch', () => {
  it('keeps its order and its references', async () => {
    const key = await aKey();
    const texts = ['one', 'two', 'three'];
    const encrypted = await key.act('encrypt', { batch_input: texts.map((text) => ({ plaintext: base64(text), reference: text })) });
    const results = encrypted.body.data.batch_results as { ciphertext: string; reference: string }[];
    expect(results.map(({ reference }) => reference)).toEqual(texts);
    const decrypted = await key.act('decrypt', { batch_input: results.map(({ ciphertext }) => ({ ciphertext })) });
    expect((decrypted.body.data.batch_results as { plaintext: string }[]).map(({ plaintext }) => plaintext)).toEqual(texts.map(base64));
  });

  it('has a context in each item of its own', async () => {
    const key = await aKey({ derived: true });
    const ciphertexts = [await key.encrypt('a', here), await key.encrypt('b', there)];
    await key.set('rotate');
    const { status, body } = await key.act('rewrap', { batch_input: [{ ciphertext: ciphertexts[0], context: here }, { ciphertext: ciphertexts[1], context: there }] });
    expect(status).toBe(200);
    const [first, second] = body.data.batch_results as { ciphertext: string }[];
    expect(first?.ciphertext).toMatch(/^vault:v2:/);
    expect((await key.act('decrypt', { ciphertext: second?.ciphertext, context: there })).body.data.plaintext).toBe(base64('b'));
  });

  it.each(['encrypt', 'decrypt', 'rewrap'])('has a context in all items or in none to %s', async (action) => {
    const key = await aKey({ derived: true });
    const ciphertext = await key.encrypt('a', here);
    const { status, body } = await key.act(action, { batch_input: [{ ciphertext, plaintext: 'eA==', context: here }, { ciphertext, plaintext: 'eA==' }] });
    expect(status).toBe(400);
    expect(body.errors.join()).toContain('context should be set either in all the request blocks or in none');
  });

  it('tells which of its items do not decrypt, with 400 or a status of choice', async () => {
    const key = await aKey();
    const batch_input = [{ ciphertext: await key.encrypt('good') }, { ciphertext: 'vault:v1:AAAA' }];
    const refused = await key.act('decrypt', { batch_input });
    expect(refused.status).toBe(400);
    const [good, bad] = refused.body.data.batch_results as Record<string, string>[];
    expect(good?.plaintext).toBe(base64('good'));
    expect(bad?.error).toContain('invalid ciphertext');
    expect((await key.act('decrypt', { batch_input, partial_failure_response_code: 207 })).status).toBe(207);
  });

  it('that rewraps is 200 even when an item is refused', async () => {
    const key = await aKey();
    const [old, good] = [await key.encrypt('old'), (await key.set('rotate'), await key.encrypt('good'))];
    await key.set('config', { min_decryption_version: 2 });
    const { status, body } = await key.act('rewrap', { batch_input: [{ ciphertext: old }, { ciphertext: good }, { ciphertext: '' }] });
    expect(status).toBe(200);
    const results = body.data.batch_results as Record<string, string>[];
    expect(results[0]).toMatchObject({ error: TOO_OLD });
    expect(results[1]?.ciphertext).toMatch(/^vault:v2:/);
    expect(results[2]?.error).toContain('missing ciphertext');
  });
});

import { expectEventually, useVault } from './vault-under-test.js';

const vault = useVault();

const wrap = async (body: unknown, wrapTtl = '60') => (await vault.call('POST', 'sys/wrapping/wrap', { body, wrapTtl })).body.wrap_info;
const GONE = 'wrapping token is not valid or does not exist';

describe('response wrapping', () => {
  it('gives what was wrapped to the wrapping token, exactly once', async () => {
    const { token } = await wrap({ answer: '42' });
    const first = await vault.call('POST', 'sys/wrapping/unwrap', { token });
    expect(first.status).toBe(200);
    expect(first.body.data).toEqual({ answer: '42' });
    const second = await vault.call('POST', 'sys/wrapping/unwrap', { token });
    expect(second.status).toBe(400);
    expect(second.body.errors[0]).toContain(GONE);
  });

  it('gives it to another token that brings the wrapping token along', async () => {
    const { token } = await wrap({ answer: '42' });
    const other = await vault.tokenWith(['default']);
    expect((await vault.call('POST', 'sys/wrapping/unwrap', { token: other, body: { token } })).body.data).toEqual({ answer: '42' });
    expect((await vault.call('POST', 'sys/wrapping/unwrap', { token: other, body: { token } })).status).toBe(400);
  });

  it('tells where and when it was wrapped, without a token and without using it up', async () => {
    const { token, creation_time } = await wrap({ answer: '42' }, '5m');
    for (const _again of [1, 2]) {
      const { body } = await vault.call('POST', 'sys/wrapping/lookup', { token: null, body: { token } });
      expect(body.data).toEqual({ creation_path: 'sys/wrapping/wrap', creation_time, creation_ttl: 300 });
    }
    expect((await vault.call('POST', 'sys/wrapping/unwrap', { token })).status).toBe(200);
  });

  it('ends after its time', async () => {
    const { token } = await wrap({ answer: '42' }, '1');
    await expectEventually(async () => (await vault.call('POST', 'sys/wrapping/lookup', { token: null, body: { token } })).status === 400);
    expect((await vault.call('POST', 'sys/wrapping/unwrap', { token })).status).toBe(400);
  });

  it('moves what is wrapped to a new token', async () => {
    const { token } = await wrap({ answer: '42' });
    const rewrapped = await vault.call('POST', 'sys/wrapping/rewrap', { body: { token } });
    expect(rewrapped.body.wrap_info.creation_path).toBe('sys/wrapping/wrap');
    expect((await vault.call('POST', 'sys/wrapping/unwrap', { token })).status).toBe(400);
    expect((await vault.call('POST', 'sys/wrapping/unwrap', { token: rewrapped.body.wrap_info.token })).body.data).toEqual({ answer: '42' });
  });

  it('hides a new token and names its accessor', async () => {
    const { body } = await vault.call('POST', 'auth/token/create', { body: { policies: ['default'] }, wrapTtl: '60s' });
    expect(body.auth).toBeNull();
    const { body: unwrapped } = await vault.call('POST', 'sys/wrapping/unwrap', { token: body.wrap_info.token });
    expect(body.wrap_info).toMatchObject({ wrapped_accessor: unwrapped.auth.accessor });
    expect((await vault.call('GET', 'auth/token/lookup-self', { token: unwrapped.auth.client_token })).status).toBe(200);
  });

  it('makes a token that is good for nothing else', async () => {
    const { token } = await wrap({ answer: '42' });
    expect((await vault.call('LIST', 'sys/policies/acl', { token })).status).toBe(403);
  });

  it('is refused to a request to wrap without a time', async () => {
    const { status } = await vault.call('POST', 'sys/wrapping/wrap', { body: { answer: '42' } });
    expect(status).toBe(400);
  });

  it.each(['unwrap', 'lookup'])('says the same of every unknown token to %s', async (way) => {
    const { status, body } = await vault.call('POST', `sys/wrapping/${way}`, { body: { token: 's.unknownunknownunknownun' } });
    expect(status).toBe(400);
    expect(body.errors[0]).toContain(GONE);
  });
});

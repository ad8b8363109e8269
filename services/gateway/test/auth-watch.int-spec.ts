import { DomainError } from '@mateship/contracts';
import { PrincipalWatch } from '../src/access/principal-watch.js';
import type { Principal } from '../src/access/principal.js';
import { ApiKeyAuthenticator } from '../src/api-keys/api-key.authenticator.js';
import { ApiKeysRepository } from '../src/api-keys/api-keys.repository.js';
import { SessionAuthenticator } from '../src/auth/session.authenticator.js';
import { SessionsRepository } from '../src/auth/sessions.repository.js';
import { SigningKeys } from '../src/auth/signing-keys.js';
import { TokenVerifier } from '../src/auth/token.verifier.js';
import { AuthApp, type Person } from './auth-app.js';

describe('PrincipalWatch', () => {
  let app: AuthApp;
  let watch: PrincipalWatch;
  let person: Person;
  beforeAll(async () => {
    app = await AuthApp.start();
    const verifier = new TokenVerifier(await SigningKeys.open(`${app.dataDir}/keys/gateway-signing.json`));
    watch = new PrincipalWatch(
      new SessionAuthenticator(verifier, new SessionsRepository(app.dataSource)),
      new ApiKeyAuthenticator(new ApiKeysRepository(app.dataSource)),
    );
  });
  beforeEach(async () => {
    person = await app.person();
  });
  afterAll(() => app.stop());

  const principalOf = async (token: string): Promise<Principal> => (await app.get('/v1/probe/chat', token)).body as unknown as Principal;
  const withinTwoSeconds = (principal: Principal) =>
    new Promise<string>((resolve, reject) => {
      const stop = watch.start(principal, (reason: DomainError) => resolve(reason.code));
      setTimeout(() => reject(new Error('nothing was noticed')), 2_000).unref();
      setTimeout(stop, 2_100).unref();
    });

  it('notices a sign-out', async () => {
    const noticed = withinTwoSeconds(await principalOf(person.accessToken));
    await app.call('POST', '/v1/auth/logout', { token: person.accessToken });
    expect(await noticed).toBe('SESSION_REVOKED');
  });

  it('notices a revoked key', async () => {
    const { body } = await app.post('/v1/api_keys', { name: 'laptop', scopes: ['chat'] }, { token: person.accessToken });
    const noticed = withinTwoSeconds(await principalOf(body.key));
    await app.call('DELETE', `/v1/api_keys/${body.id}`, { token: person.accessToken });
    expect(await noticed).toBe('API_KEY_INVALID');
  });

  it('notices a suspension', async () => {
    const noticed = withinTwoSeconds(await principalOf(person.accessToken));
    await app.dataSource.query('UPDATE user_account SET suspended_at = now() WHERE id = $1', [person.id]);
    expect(await noticed).toBe('ACCOUNT_SUSPENDED');
  });

  it('keeps quiet while all is well, and after it is stopped', async () => {
    const heard: string[] = [];
    const principal = await principalOf(person.accessToken);
    const stop = watch.start(principal, (reason) => heard.push(reason.code));
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    stop();
    await app.call('POST', '/v1/auth/logout', { token: person.accessToken });
    await new Promise((resolve) => setTimeout(resolve, 1_600));
    expect(heard).toEqual([]);
  });
});

import { createHmac, createSign, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { issueAccessToken, signToken } from '../src/auth/access-token.js';
import { AuthApp, type Person } from './auth-app.js';

describe('access tokens', () => {
  let app: AuthApp;
  let person: Person;
  let claims: Record<string, unknown>;
  beforeAll(async () => {
    app = await AuthApp.start();
    person = await app.person();
    claims = partsOf(person.accessToken).claims;
  });
  afterAll(() => app.stop());

  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const partsOf = (token: string) => {
    const [header, payload] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    return { header: JSON.parse(header!), claims: JSON.parse(payload!) };
  };
  const header = (changes: object = {}) => ({ alg: 'ES256', typ: 'at+jwt', kid: app.signingKey.kid, ...changes });
  /** Signed by the real key whatever the header says. */
  const forge = (head: unknown, payload: unknown = claims) => {
    const text = `${encode(head)}.${encode(payload)}`;
    return `${text}.${sign('sha256', Buffer.from(text), { key: app.signingKey.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };
  const ask = async (token: string) => {
    const { status, code } = await app.get('/v1/probe/user', token);
    return [status, code];
  };
  const now = () => Math.floor(Date.now() / 1000);

  it('say who, for whom, for which session and for 15 minutes', () => {
    expect(partsOf(person.accessToken)).toEqual({
      header: { alg: 'ES256', typ: 'at+jwt', kid: app.signingKey.kid },
      claims: { iss: 'mateship', aud: 'gateway', typ: 'access', sub: person.id, sid: expect.any(String), role: 'user', iat: expect.any(Number), exp: claims.exp },
    });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(900);
  });

  it('open a session route', async () => {
    const answer = await app.get('/v1/probe/user', person.accessToken);
    expect(answer.body).toEqual({ kind: 'session', userId: person.id, role: 'user', sessionId: claims.sid, scopes: 'all' });
    expect(await ask(forge(header()))).toEqual([200, undefined]);
  });

  describe('are refused', () => {
    it('unsigned, as alg none in any case', async () => {
      for (const alg of ['none', 'None', 'NONE', 'nOnE', '']) {
        expect(await ask(`${encode(header({ alg }))}.${encode(claims)}.`)).toEqual([401, 'TOKEN_INVALID']);
      }
    });

    it('without a signature under the right algorithm', async () => {
      expect(await ask(`${encode(header())}.${encode(claims)}.`)).toEqual([401, 'TOKEN_INVALID']);
    });

    it('signed by HMAC with the public key as its secret', async () => {
      for (const secret of [
        app.signingKey.publicKey.export({ type: 'spki', format: 'pem' }),
        app.signingKey.publicKey.export({ type: 'spki', format: 'der' }),
        JSON.stringify(app.signingKey.publicKey.export({ format: 'jwk' })),
      ]) {
        const text = `${encode(header({ alg: 'HS256' }))}.${encode(claims)}`;
        expect(await ask(`${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`)).toEqual([401, 'TOKEN_INVALID']);
      }
    });

    it.each(['../../etc/passwd', '/dev/null', "' OR 1=1", '__proto__', 'constructor', ''])('with the kid %j', async (kid) => {
      expect(await ask(forge(header({ kid })))).toEqual([401, 'TOKEN_INVALID']);
    });

    it.each([['ES384'], ['RS256'], ['PS256'], ['EdDSA'], ['HS256']])('with the algorithm %s for a key of ES256', async (alg) => {
      expect(await ask(forge(header({ alg })))).toEqual([401, 'TOKEN_INVALID']);
    });

    it('signed by a key that they bring along, and nothing is fetched', async () => {
      let fetched = 0;
      const sink = http.createServer((_request, response) => void (fetched += 1, response.end('{}')));
      await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
      sink.unref();
      const { port } = sink.address() as { port: number };
      const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const jwk = own.publicKey.export({ format: 'jwk' });
      const url = `http://127.0.0.1:${port}/keys`;
      for (const extra of [{ jwk }, { jku: url }, { x5u: url }, { x5c: ['MIIB'] }, { kid: url, jku: url }]) {
        const text = `${encode(header(extra))}.${encode(claims)}`;
        const signature = sign('sha256', Buffer.from(text), { key: own.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
        expect(await ask(`${text}.${signature}`)).toEqual([401, 'TOKEN_INVALID']);
        expect(await ask(forge(header(extra)))).toEqual([401, 'TOKEN_INVALID']);
      }
      await new Promise((resolve) => sink.close(resolve));
      expect(fetched).toBe(0);
    });

    it('with a critical extension', async () => {
      expect(await ask(forge(header({ crit: ['exp'] })))).toEqual([401, 'TOKEN_INVALID']);
      expect(await ask(forge(header({ crit: [], b64: false })))).toEqual([401, 'TOKEN_INVALID']);
    });

    it('with a signature in DER', async () => {
      const text = `${encode(header())}.${encode(claims)}`;
      const der = createSign('sha256').update(text).sign(app.signingKey.privateKey).toString('base64url');
      expect(await ask(`${text}.${der}`)).toEqual([401, 'TOKEN_INVALID']);
    });

    it('with any part changed', async () => {
      const [head, payload, signature] = person.accessToken.split('.') as [string, string, string];
      const other = encode({ ...claims, role: 'admin' });
      expect(await ask(`${head}.${other}.${signature}`)).toEqual([401, 'TOKEN_INVALID']);
      expect(await ask(`${head}.${payload}.${(signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)}`)).toEqual([401, 'TOKEN_INVALID']);
      expect(await ask(`${encode({ ...header(), extra: 1 })}.${payload}.${signature}`)).toEqual([401, 'TOKEN_INVALID']);
      expect(await ask(`${head}.${payload}.${signature}.${signature}`)).toEqual([401, 'TOKEN_INVALID']);
    });

    it.each(['x', 'a.b', 'a.b.c', '..', 'null.null.null', '{}'])('as the junk %j', async (token) => {
      expect(await ask(token)).toEqual([401, 'TOKEN_INVALID']);
    });

    it('as TOKEN_EXPIRED when expired, ahead of their time or endless', async () => {
      for (const changes of [{ exp: now() - 1 }, { nbf: now() + 60 }, { exp: undefined }]) {
        expect(await ask(forge(header(), { ...claims, ...changes }))).toEqual([401, 'TOKEN_EXPIRED']);
      }
    });

    it('with an end that is no number', async () => {
      expect(await ask(forge(header(), { ...claims, exp: String(now() + 60) }))).toEqual([401, 'TOKEN_INVALID']);
    });

    it('once they have expired, although they were verified before', async () => {
      const session = { id: String(claims.sid), userId: person.id, role: 'user' as const };
      const token = issueAccessToken(app.signingKey, session, Date.now() - 900_000 + 2_000);
      expect(await ask(token)).toEqual([200, undefined]);
      await new Promise((resolve) => setTimeout(resolve, 2_100));
      expect(await ask(token)).toEqual([401, 'TOKEN_EXPIRED']);
    });

    it('made for another audience', async () => {
      for (const aud of ['vault', 'app:pdf', ['vault'], undefined]) {
        expect(await ask(forge(header(), { ...claims, aud }))).toEqual([401, 'TOKEN_AUDIENCE']);
      }
    });

    it('of another issuer', async () => {
      expect(await ask(forge(header(), { ...claims, iss: 'https://evil.test' }))).toEqual([401, 'TOKEN_INVALID']);
    });

    it('of another type', async () => {
      expect(await ask(signToken(app.signingKey, claims, 'JWT'))).toEqual([401, 'TOKEN_TYPE']);
      expect(await ask(forge(header(), { ...claims, typ: 'refresh' }))).toEqual([401, 'TOKEN_TYPE']);
    });

    it('for a session that does not exist', async () => {
      expect(await ask(forge(header(), { ...claims, sid: randomUUID() }))).toEqual([401, 'SESSION_REVOKED']);
    });

    it('for the session of somebody else', async () => {
      const other = await app.person();
      expect(await ask(forge(header(), { ...claims, sub: other.id }))).toEqual([401, 'TOKEN_INVALID']);
    });
  });

  it('take the role from the database, not from themselves', async () => {
    const token = forge(header(), { ...claims, role: 'admin' });
    const answer = await app.get('/v1/probe/admin', token);
    expect([answer.status, answer.code]).toEqual([403, 'FORBIDDEN']);
  });

  it('cannot be replaced by a refresh token', async () => {
    expect(await ask(person.cookie.split('=')[1]!)).toEqual([401, 'TOKEN_TYPE']);
  });

  it('of 64 KB are refused by their size alone', async () => {
    const socket = net.connect(Number(new URL(app.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`GET /v1/probe/user HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${'a'.repeat(64 * 1024)}\r\n\r\n`);
    const [answer] = await once(socket, 'data');
    socket.destroy();
    expect(String(answer)).toMatch(/^HTTP\/1\.1 431 /);
    expect(String(answer)).toContain('HEADERS_TOO_LARGE');
    expect((await app.get('/v1/probe/public')).status).toBe(200);
  });

  it('of 8 KB are refused unread', async () => {
    expect(await ask('a'.repeat(8 * 1024))).toEqual([401, 'TOKEN_INVALID']);
  });

  it('come from a key in a file that only its owner reads', async () => {
    const file = path.join(app.dataDir, 'keys', 'gateway-signing.json');
    expect((await fs.stat(file)).mode & 0o777).toBe(0o600);
  });
});

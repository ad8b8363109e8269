import { randomBytes } from 'node:crypto';
import { startFakeVault } from '../fake-vault.js';

/** A response with its parsed body; the body of an empty response is null. */
export interface VaultResponse {
  status: number;
  body: VaultBody;
}

/** The parts of a body that the tests look at. */
export interface VaultBody {
  data: Record<string, unknown>;
  auth: { client_token: string; accessor: string; policies: string[]; lease_duration: number; renewable: boolean; orphan: boolean; metadata: Record<string, string> | null };
  wrap_info: { token: string; accessor: string; ttl: number; creation_path: string; creation_time: string };
  errors: string[];
  warnings: string[] | null;
  lease_id: string;
  lease_duration: number;
  renewable: boolean;
  request_id: string;
  [name: string]: unknown;
}

/** What a call says besides its path. */
export interface CallOptions {
  body?: unknown;
  /** A root token by default; null sends none. */
  token?: string | null;
  wrapTtl?: string;
  headers?: Record<string, string>;
}

/** The server that a suite runs against: the fake, or a real one when `npm run test:vault` says so. */
export interface VaultUnderTest {
  call(method: string, path: string, options?: CallOptions): Promise<VaultResponse>;
  /** Enables a secrets engine or auth method under a random name, which it returns; it goes away with the suite. */
  enable(kind: 'mounts' | 'auth', type: string): Promise<string>;
  /** Writes a policy under a random name, which it returns. */
  policy(source: string): Promise<string>;
  /** A child of the root token with these policies. */
  tokenWith(policies: string[], settings?: Record<string, unknown>): Promise<string>;
  address(): string;
}

/** Starts or joins the server before the suite and cleans up after it. */
export function useVault(): VaultUnderTest {
  let address = '';
  let root = '';
  let stop = (): Promise<void> => Promise.resolve();
  const cleanUp: string[] = [];

  beforeAll(async () => {
    if (process.env.MATESHIP_TEST_VAULT === 'real') {
      address = (process.env.VAULT_ADDR ?? '').replace(/\/$/, '');
      root = process.env.VAULT_TOKEN ?? '';
    } else {
      const fake = await startFakeVault();
      ({ address, rootToken: root } = fake);
      stop = () => fake.close();
    }
    // Everything hangs from a token that ends with the suite, and soon by itself when the suite is killed.
    root = (await must('POST', 'auth/token/create', { policies: ['root'], ttl: '1h' })).body.auth.client_token;
  });
  afterAll(async () => {
    for (const path of cleanUp.reverse()) await call('DELETE', path);
    await call('POST', 'auth/token/revoke-self');
    await stop();
  });

  async function call(method: string, path: string, { body, token = root, wrapTtl, headers = {} }: CallOptions = {}): Promise<VaultResponse> {
    const response = await fetch(`${address}/v1/${path}`, {
      method,
      headers: { ...(token !== null && { 'x-vault-token': token }), ...(wrapTtl !== undefined && { 'x-vault-wrap-ttl': wrapTtl }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as VaultBody };
  }

  async function must(method: string, path: string, body: unknown): Promise<VaultResponse> {
    const response = await call(method, path, { body });
    if (response.status >= 300) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(response.body)}`);
    return response;
  }

  return {
    call,
    address: () => address,
    enable: async (kind, type) => {
      const name = randomName(type);
      await must('POST', `sys/${kind}/${name}`, { type });
      cleanUp.push(`sys/${kind}/${name}`);
      return name;
    },
    policy: async (source) => {
      const name = randomName('policy');
      await must('POST', `sys/policies/acl/${name}`, { policy: source });
      cleanUp.push(`sys/policies/acl/${name}`);
      return name;
    },
    tokenWith: async (policies, settings = {}) => (await must('POST', 'auth/token/create', { policies, ...settings })).body.auth.client_token,
  };
}

/** A name that nobody else on the server has. */
export function randomName(prefix: string): string {
  return `${prefix}-${randomBytes(6).toString('hex')}`;
}

/** Text in base64, as transit wants it. */
export const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** Waits until something holds; fails after a generous while. */
export async function expectEventually(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('It did not happen within a minute.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

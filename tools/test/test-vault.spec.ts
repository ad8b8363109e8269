import { spawnSync } from 'node:child_process';
import path from 'node:path';

const script = path.resolve(__dirname, '..', 'test-vault.mjs');

function run(env: Record<string, string>, ...args: string[]) {
  const { VAULT_ADDR: _address, VAULT_TOKEN: _token, ...others } = process.env;
  return spawnSync(process.execPath, [script, ...args], { env: { ...others, ...env } as NodeJS.ProcessEnv, encoding: 'utf8' });
}

describe('npm run test:vault', () => {
  it('says loudly that it does not test a real server when it has none', () => {
    const { status, stderr } = run({}, '--listTests');
    expect(status).toBe(0);
    expect(stderr).toContain('NOT A REAL SERVER');
  });

  it('names the server that it tests', () => {
    expect(run({ VAULT_ADDR: 'http://127.0.0.1:8200', VAULT_TOKEN: 'root' }, '--listTests').stderr).toContain('Testing the real server at http://127.0.0.1:8200.');
  });

  it.each([
    ['VAULT_TOKEN', { VAULT_ADDR: 'http://127.0.0.1:8200' }],
    ['VAULT_ADDR', { VAULT_TOKEN: 'root' }],
  ])('runs nothing when %s alone is missing', (missing, env) => {
    const { status, stderr, stdout } = run(env);
    expect(status).toBe(1);
    expect(stderr).toContain(`${missing} is missing`);
    expect(stdout).toBe('');
  });

  it('runs the conformance suites and nothing else', () => {
    const listed = run({}, '--listTests').stdout.trim().split('\n').map((file) => path.basename(file)).sort();
    expect(listed).toEqual(['approle.spec.ts', 'database.spec.ts', 'policies.spec.ts', 'sys.spec.ts', 'tokens.spec.ts', 'transit.spec.ts', 'wrapping.spec.ts']);
  });
});

// `npm run test:vault`: the conformance suite of libs/dev-env/src/fake-vault, against the real server that VAULT_ADDR
// and VAULT_TOKEN name, or against the fake when neither is set. Further arguments go to Jest.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const { VAULT_ADDR = '', VAULT_TOKEN = '' } = process.env;
const say = (sentence) => process.stderr.write(`\n${sentence}\n\n`);

if ((VAULT_ADDR === '') !== (VAULT_TOKEN === '')) {
  say(`${VAULT_ADDR === '' ? 'VAULT_ADDR' : 'VAULT_TOKEN'} is missing: set both to test a real server, or neither to test the fake.`);
  process.exitCode = 1;
} else {
  const real = VAULT_ADDR !== '';
  say(real ? `Testing the real server at ${VAULT_ADDR}.` : 'NOT A REAL SERVER: VAULT_ADDR and VAULT_TOKEN are not set, so this tests the fake Vault of dev-env.');
  const args = [path.join(root, 'node_modules/jest/bin/jest.js'), 'src/fake-vault/conformance', ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, args, {
    cwd: path.join(root, 'libs/dev-env'),
    stdio: 'inherit',
    env: { ...process.env, MATESHIP_TEST_VAULT: real ? 'real' : 'fake' },
  });
  process.exitCode = status ?? 1;
}

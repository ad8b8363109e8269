import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseAppEnvironment, readNamedSecret } from './app-environment.js';

const MINIMUM = { MATESHIP_APP_ID: 'pdf', MATESHIP_LISTEN: 'unix:/run/app.sock' };

function fileWith(text: string): string {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'sdk-')), 'api');
  fs.writeFileSync(file, text);
  return file;
}

it('reads what the runtime tells', () => {
  const secret = Buffer.alloc(32, 9);
  const env = { ...MINIMUM, MATESHIP_GATEWAY: 'unix:/run/gw.sock', MATESHIP_APP_SECRET_FILE: fileWith(`${secret.toString('base64url')}\n`), MATESHIP_APP_DATA_DIR: '/data' };
  expect(parseAppEnvironment(env)).toEqual({ id: 'pdf', listen: 'unix:/run/app.sock', gateway: 'unix:/run/gw.sock', secret, secretsFolder: null, dataFolder: '/data' });
});

it('names everything that is missing', () => {
  expect(() => parseAppEnvironment({})).toThrow(/MATESHIP_APP_ID[^]*MATESHIP_LISTEN/);
});

it.each([
  ['no file', undefined],
  ['an absent file', '/absent'],
  ['too few bytes', fileWith('c2hvcnQ')],
  ['no base64', fileWith('!!!')],
])('has no secret from %s', (_name, file) => {
  expect(parseAppEnvironment({ ...MINIMUM, MATESHIP_APP_SECRET_FILE: file }).secret).toBeNull();
});

it('reads a named secret without the line break at its end', async () => {
  const file = fileWith('sk-1\n');
  expect(await readNamedSecret(path.dirname(file), 'api')).toBe('sk-1');
  expect(await readNamedSecret(path.dirname(file), 'other')).toBeNull();
  expect(await readNamedSecret(null, 'api')).toBeNull();
});

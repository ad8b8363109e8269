import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readFirstParty, renderAppsCompose, renderSeccomp, SECCOMP_FILE } from '../src/index.js';

const ROOT = path.join(__dirname, '../../..');

describe.each([
  ['docker-compose.apps.yml', 'is what the manifests say', () => renderAppsCompose(readFirstParty(ROOT))],
  [SECCOMP_FILE, 'is the filter that the Engine is told', renderSeccomp],
])('%s', (name, fact, render) => {
  const file = path.join(ROOT, name);

  it(`${fact}`, () => {
    const document = render();
    if (process.env.UPDATE_COMPOSE === '1') writeFileSync(file, document);
    expect(existsSync(file) ? readFileSync(file, 'utf8') : null).toBe(document);
  });
});

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readFirstParty, renderAppsCompose } from '../src/index.js';

const ROOT = path.join(__dirname, '../../..');
const FILE = path.join(ROOT, 'docker-compose.apps.yml');

describe('docker-compose.apps.yml', () => {
  it('is what the manifests say', () => {
    const document = renderAppsCompose(readFirstParty(ROOT));
    if (process.env.UPDATE_COMPOSE === '1') writeFileSync(FILE, document);
    expect(existsSync(FILE) ? readFileSync(FILE, 'utf8') : null).toBe(document);
  });
});

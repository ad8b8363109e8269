import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { loadManifest } from '../src/index.js';
import { conformance, startBundle } from '../src/testing/index.js';
import { appFromSource } from './program/app.js';

const project = path.join(__dirname, 'program');

beforeAll(() => {
  execFileSync(process.execPath, [path.join(__dirname, '../../../tools/bundle.mjs')], { cwd: project, stdio: 'pipe' });
}, 60_000);

conformance(appFromSource, { project });

it('calls back from a bundle under the permission model', async () => {
  const bundle = await startBundle(project, loadManifest(appFromSource), { withSecret: true });
  bundle.gateway.files.set('f1', { name: 'a.txt', mime: 'text/plain', bytes: Buffer.from('from the gateway') });
  expect(await bundle.client.call('read', { fileId: 'f1' })).toEqual({ text: 'from the gateway' });
  expect(await bundle.terminate()).toBe(0);
});

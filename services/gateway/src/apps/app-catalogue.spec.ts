import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AppManifest } from '@mateship/contracts';
import { AppCatalogue, readInstalledApps } from './app-catalogue.js';

const manifest = (id: string) => `
id: ${id}
publisher: test
version: 1.0.0
name: Test
description: A test app.
skills:
  - { id: echo, title: Echo, description: Says it again., input: { type: object }, output: { type: object } }
`;

describe('installed apps', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'apps-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const install = (id: string, yaml: string, sub = 'dist') => {
    mkdirSync(path.join(folder, id, sub), { recursive: true });
    writeFileSync(path.join(folder, id, sub, 'app.yaml'), yaml);
    writeFileSync(path.join(folder, id, sub, 'main.mjs'), '');
  };

  it('are read from built folders and from bare bundles', () => {
    install('one', manifest('one'));
    install('two', manifest('two'), '.');
    mkdirSync(path.join(folder, 'unbuilt'));
    expect(readInstalledApps(folder).map((app) => app.manifest.id).sort()).toEqual(['one', 'two']);
  });

  it('are refused by name when a manifest has an unknown key', () => {
    install('bad', `${manifest('bad')}privileged: true\n`);
    expect(() => readInstalledApps(folder)).toThrow(/bad\/dist\/app\.yaml asks for settings that no app may have: privileged/);
  });

  it('find their skills', () => {
    install('one', manifest('one'));
    const catalogue = new AppCatalogue(readInstalledApps(folder));
    expect(catalogue.skill('one', 'echo')?.skill.title).toBe('Echo');
    expect(catalogue.skill('one', 'nothing')).toBeUndefined();
    expect(catalogue.skill('nothing', 'echo')).toBeUndefined();
  });

  it('may not take the name of a route or of each other', () => {
    const app = (id: string) => ({ folder: '/x', manifest: AppManifest.parse({ id, publisher: 't', version: '1.0.0', name: 'T', description: 'T', skills: [{ id: 's', title: 'S', description: 'S', input: { type: 'object' }, output: { type: 'object' } }] }) });
    expect(() => new AppCatalogue([app('chat')])).toThrow(expect.objectContaining({ code: 'MANIFEST_INVALID' }));
    expect(() => new AppCatalogue([app('x'), app('x')])).toThrow(expect.objectContaining({ code: 'MANIFEST_INVALID' }));
  });
});

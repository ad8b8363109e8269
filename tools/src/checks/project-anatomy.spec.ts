import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { readWorkspace } from '../test-run/workspace.ts';
import { root } from './source-files.ts';

const projects = readWorkspace(root);

describe.each(projects)('$relative', (project) => {
  it('has exactly one type tag, one scope tag, and at most one that says when its tests run', () => {
    expect(project.tags.filter((tag) => tag.startsWith('type:'))).toHaveLength(1);
    expect(project.tags.filter((tag) => tag.startsWith('scope:'))).toHaveLength(1);
    const others = project.tags.filter((tag) => !/^(type|scope):/.test(tag));
    expect([[], ['tests:networks'], ['tests:before-containers']]).toContainEqual(others);
  });

  it('is called as its folder is', () => {
    expect(project.name).toBe(path.basename(project.folder));
  });

  it('has a README', () => {
    expect(fs.existsSync(path.join(project.folder, 'README.md'))).toBe(true);
  });

  it('is linted', () => {
    expect(Object.keys(project.scripts)).toContain('lint');
  });
});

describe('the workspace', () => {
  it('is to Nx what it is to npm', () => {
    const env = { ...process.env, NX_DAEMON: 'false' };
    const names = execFileSync(process.execPath, [path.join(root, 'node_modules/nx/dist/bin/nx.js'), 'show', 'projects', '--json'], { cwd: root, env, encoding: 'utf8' });
    expect((JSON.parse(names) as string[]).sort()).toEqual(projects.map((project) => project.name).sort());
  });

  it('names no registry host in the lock file', () => {
    expect(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "https?:/);
  });

  it('gives every skill app its manifest', () => {
    const apps = projects.filter((project) => project.tags.includes('type:app'));
    expect(apps.filter((app) => !fs.existsSync(path.join(app.folder, 'app.yaml'))).map((app) => app.relative)).toEqual([]);
  });
});

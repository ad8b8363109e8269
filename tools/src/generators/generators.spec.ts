import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { addToManifest } from './skill/add-to-manifest.ts';
import skillGenerator from './skill/generator.ts';
import { registerSkill } from './skill/register-skill.ts';
import skillAppGenerator from './skill-app/generator.ts';
import serviceGenerator from './service/generator.ts';

const manifest = 'id: weather\nskills:\n  - id: echo\n    title: Echo\n# what it keeps\ndata: []\n';
const skill = { fileName: 'long-range', className: 'LongRange' };

describe('addToManifest', () => {
  it('puts the skill behind the last one and keeps what follows', () => {
    const changed = addToManifest(manifest, skill);
    expect(changed).toContain('    title: Echo\n# what it keeps\n  - id: long-range\n    title: Long Range\n');
    expect(changed.endsWith('data: []\n')).toBe(true);
  });

  it('refuses a manifest without skills', () => {
    expect(() => addToManifest('id: weather\n', skill)).toThrow('app.yaml has no "skills:"');
  });
});

describe('registerSkill', () => {
  it('imports the skill and lists it behind the others', () => {
    const source = "import { defineApp } from '@mateship/app-sdk';\n\nexport const app = defineApp({ skills: [aSkill] });\n";
    expect(registerSkill(source, 'bSkill', './b.js')).toBe(
      "import { defineApp } from '@mateship/app-sdk';\nimport { bSkill } from './b.js';\n\nexport const app = defineApp({ skills: [aSkill, bSkill] });\n",
    );
  });

  it('refuses a source without a list of skills', () => {
    expect(() => registerSkill('export const app = 1;', 'bSkill', './b.js')).toThrow('no "skills: […]"');
  });
});

describe('skill-app', () => {
  it('writes the anatomy of an app', () => {
    const tree = createTreeWithEmptyWorkspace();
    skillAppGenerator(tree, { name: 'weather', skill: 'long-range' });
    const files = tree.children('services/apps/weather').concat(tree.children('services/apps/weather/src/skills/long-range'));
    expect(files.sort()).toEqual(
      ['README.md', 'app.yaml', 'jest.config.cjs', 'package.json', 'src', 'test', 'tsconfig.json']
        .concat(['long-range.contract.ts', 'long-range.skill.spec.ts', 'long-range.skill.ts'])
        .sort(),
    );
    expect(tree.read('services/apps/weather/src/app.ts', 'utf8')).toContain('skills: [longRangeSkill]');
  });

  it.each(['Weather', 'we ather', '../weather', '1weather', ''])('refuses the name %j', (name) => {
    expect(() => skillAppGenerator(createTreeWithEmptyWorkspace(), { name })).toThrow('will not do');
  });

  it('refuses a name that another project has', () => {
    const tree = createTreeWithEmptyWorkspace();
    tree.write('libs/weather/package.json', '{}');
    expect(() => skillAppGenerator(tree, { name: 'weather' })).toThrow('taken by libs/weather');
  });

  it('does not overwrite an app', () => {
    const tree = createTreeWithEmptyWorkspace();
    skillAppGenerator(tree, { name: 'weather' });
    expect(() => skillAppGenerator(tree, { name: 'weather' })).toThrow('exists already');
  });
});

describe('skill', () => {
  it('adds a second skill to an app', () => {
    const tree = createTreeWithEmptyWorkspace();
    skillAppGenerator(tree, { name: 'weather' });
    skillGenerator(tree, { name: 'forecast', app: 'weather' });
    expect(tree.read('services/apps/weather/src/app.ts', 'utf8')).toContain('skills: [echoSkill, forecastSkill]');
    expect(tree.read('services/apps/weather/app.yaml', 'utf8')?.match(/^ {2}- id: /gm)).toHaveLength(2);
  });

  it('refuses an app that is not there', () => {
    expect(() => skillGenerator(createTreeWithEmptyWorkspace(), { name: 'forecast', app: 'weather' })).toThrow('no app in services/apps/weather');
  });
});

describe('service', () => {
  it('writes the anatomy of a service', () => {
    const tree = createTreeWithEmptyWorkspace();
    serviceGenerator(tree, { name: 'reports', feature: 'invoices' });
    expect(tree.exists('services/reports/src/invoices/invoices.service.ts')).toBe(true);
    expect(tree.exists('services/reports/src/config/env.ts')).toBe(true);
  });
});

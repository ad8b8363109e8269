import fs from 'node:fs';
import path from 'node:path';

// Which kind of project may import which. Every project carries exactly one `type:` and one `scope:` tag.
const DATABASE_DRIVERS = ['pg', 'typeorm', 'pg-boss', 'redis', 'dockerode'];

export const boundaries = {
  enforceBuildableLibDependency: false,
  allow: [],
  depConstraints: [
    { sourceTag: 'type:contract', onlyDependOnLibsWithTags: [] },
    { sourceTag: 'type:crypto', onlyDependOnLibsWithTags: [], bannedExternalImports: ['@nestjs/*', ...DATABASE_DRIVERS] },
    { sourceTag: 'type:kit', onlyDependOnLibsWithTags: ['type:contract', 'type:kit', 'type:test'] },
    { sourceTag: 'type:client', onlyDependOnLibsWithTags: ['type:contract'] },
    { sourceTag: 'type:ui', onlyDependOnLibsWithTags: [] },
    { sourceTag: 'type:sdk', onlyDependOnLibsWithTags: ['type:contract', 'type:kit', 'type:crypto'], bannedExternalImports: DATABASE_DRIVERS },
    { sourceTag: 'type:service', onlyDependOnLibsWithTags: ['type:contract', 'type:kit', 'type:crypto', 'type:test'] },
    { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:sdk', 'type:contract', 'type:test'], bannedExternalImports: DATABASE_DRIVERS },
    { sourceTag: 'type:web', onlyDependOnLibsWithTags: ['type:contract', 'type:client', 'type:ui', 'type:crypto'], bannedExternalImports: ['@nestjs/*', ...DATABASE_DRIVERS] },
    { sourceTag: 'type:cli', onlyDependOnLibsWithTags: ['type:contract', 'type:client', 'type:kit', 'type:test'] },
    { sourceTag: 'type:test', onlyDependOnLibsWithTags: ['type:contract', 'type:client', 'type:test', 'type:kit', 'type:crypto', 'type:sdk'] },
    { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['type:contract', 'type:test'] },
    { sourceTag: 'scope:browser', onlyDependOnLibsWithTags: ['scope:browser', 'scope:any'] },
  ],
};

const root = path.resolve(import.meta.dirname, '..');
const programs = ['services', 'services/apps', '.'].flatMap((parent) =>
  fs
    .readdirSync(path.join(root, parent))
    .map((name) => path.join(root, parent, name, 'package.json'))
    .filter((file) => fs.existsSync(file))
    .map((file) => JSON.parse(fs.readFileSync(file, 'utf8')).name),
);

// A project without `exports` is invisible to the rule above, so programs are banned by their package names.
export const noProgramImports = {
  patterns: [{ group: programs.flatMap((name) => [name, `${name}/*`]), message: 'Programs are not imported; they talk over HTTP. Move what is shared to libs/.' }],
};

// In source that ships: nothing that only tests need.
export const noTestImports = {
  patterns: [...noProgramImports.patterns, { group: ['@mateship/dev-env', '@mateship/app-sdk/testing', '@mateship/crypto/testing'], message: 'Only tests may import this.' }],
};

import { AppManifest, DomainError } from '@mateship/contracts';
import { AppCatalogue } from './app-catalogue.js';
import { SkillInput } from './skill-input.js';

const schema = {
  type: 'object',
  required: ['fileId'],
  additionalProperties: false,
  properties: {
    fileId: { type: 'string', format: 'uuid' },
    pages: { type: 'array', items: { type: 'integer', minimum: 1 }, maxItems: 3 },
  },
};
const ID = '0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a';

describe('SkillInput', () => {
  const skills = [{ id: 'extract', title: 'E', description: 'E', input: schema, output: { type: 'object' } }];
  const manifest = AppManifest.parse({ id: 'pdf', publisher: 'test', version: '1.0.0', name: 'P', description: 'P', skills });
  const input = new SkillInput(new AppCatalogue([{ manifest, folder: '/nowhere' }]));

  const issues = (value: unknown) => {
    try {
      input.check('pdf', 'extract', value);
      return [];
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
      expect((error as DomainError).code).toBe('VALIDATION_FAILED');
      return (error as DomainError).details.issues as { path: string; message: string }[];
    }
  };

  it('accepts what the manifest describes, again and again', () => {
    for (let time = 0; time < 3; time += 1) expect(issues({ fileId: ID, pages: [1, 2] })).toEqual([]);
  });

  it('names every field to correct at once', () => {
    expect(issues({ fileId: 'mine', pages: [1, 0, 'x'] }).map(({ path }) => path)).toEqual(['/fileId', '/pages/1', '/pages/2']);
  });

  it.each([undefined, null, [], 'text', 5, true])('refuses %j in the place of an object', (value) => {
    expect(issues(value)).toEqual([{ path: '', message: 'must be object' }]);
  });

  it('refuses what is missing, unknown and too many', () => {
    expect(issues({})).toEqual([{ path: '', message: "must have required property 'fileId'" }]);
    expect(issues({ fileId: ID, owner: 'x' })).toHaveLength(1);
    expect(issues({ fileId: ID, pages: [1, 2, 3, 4] }).map(({ path }) => path)).toEqual(['/pages']);
  });

  it('does not turn a text into a number', () => {
    expect(issues({ fileId: ID, pages: ['1'] })).toHaveLength(1);
  });

  it('does not repeat the wrong value to the caller or the log', () => {
    expect(JSON.stringify(issues({ fileId: 'my secret' }))).not.toContain('my secret');
  });

  it.each([['pdf', 'nothing'], ['nothing', 'extract'], ['__proto__', 'constructor']])('knows no %s/%s', (app, skill) => {
    expect(() => input.check(app, skill, {})).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });
});

import { parseManifest } from '@mateship/contracts';
import { Releases } from './releases.js';

const skill = { id: 'look', title: 'Look', description: 'Looks.', input: { type: 'object' }, output: { type: 'object' } };
const manifest = parseManifest({ id: 'pdf', publisher: 'mateship', version: '1.0.0', name: 'PDF', description: 'Works.', skills: [skill], permissions: { secrets: ['token'] } });
const releases = new Releases([{ manifest, slot: 2 }], { name: 'mateship', networkPrefix: '10.213' });

describe('Releases', () => {
  it('knows an app in its release', () => {
    expect(releases.get('pdf', '1.0.0')).toMatchObject({ id: 'pdf', release: '1.0.0', secrets: ['token'], published: null, container: { name: 'mateship-app-pdf' } });
  });

  it.each([['pdf', '1.0.1'], ['pdf', ''], ['ai', '1.0.0'], ['__proto__', '1.0.0'], ['', '']])('knows no %j in release %j', (id, release) => {
    expect(() => releases.get(id, release)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });

  it('lists what it knows', () => {
    expect(releases.all().map(({ id }) => id)).toEqual(['pdf']);
  });
});

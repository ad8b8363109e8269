import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { appManifestSchema } from '../src/index.js';

const FILE = path.join(__dirname, '..', 'app-manifest.schema.json');

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  required?: string[];
  additionalProperties?: unknown;
}

/** Every object schema with named properties, with its path. */
function objectsOf(schema: Schema, at = ''): [string, Schema][] {
  const below = Object.entries(schema.properties ?? {}).flatMap(([name, value]) => objectsOf(value, `${at}/${name}`));
  return [...(schema.properties ? [[at, schema] as [string, Schema]] : []), ...below, ...(schema.items ? objectsOf(schema.items, `${at}[]`) : [])];
}

describe('app-manifest.schema.json', () => {
  it('is what the code describes', () => {
    const document = `${JSON.stringify(appManifestSchema(), null, 2)}\n`;
    if (process.env.UPDATE_SCHEMA === '1') writeFileSync(FILE, document);
    expect(existsSync(FILE) ? readFileSync(FILE, 'utf8') : null).toBe(document);
  });

  it('names its dialect and title, so that an editor can use it', () => {
    expect(appManifestSchema()).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Mateship app manifest (app.yaml)', type: 'object' });
  });

  it('asks an author only for what has no default', () => {
    expect(appManifestSchema().required).toEqual(['id', 'publisher', 'version', 'name', 'description', 'skills']);
  });

  it('refuses unknown keys everywhere, as the platform does', () => {
    const objects = objectsOf(appManifestSchema() as Schema);
    expect(objects.map(([at]) => at)).toEqual(['', '/skills[]', '/skills[]/hints', '/permissions', '/resources', '/data[]', '/health', '/requires']);
    expect(objects.filter(([, schema]) => schema.additionalProperties !== false).map(([at]) => at)).toEqual([]);
  });
});

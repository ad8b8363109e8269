import { aRelease } from '../../test/a-release.js';
import { LABELS } from '../installation/installation.js';
import { containerOf } from './container-of.js';

const installation = { name: 'mateship', networkPrefix: '10.213' };
const container = (changes: Record<string, unknown> = {}) => containerOf(aRelease(changes), installation);
const settings = (changes: Record<string, unknown> = {}) => container(changes).labels[LABELS.settings];

describe('the container of an app', () => {
  it('has names and numbers from app id, slot and installation', () => {
    expect(container()).toMatchObject({ name: 'mateship-app-pdf', service: 'app-pdf', image: 'mateship/app-pdf:1.2.3', user: '20002:20002' });
  });

  it('has the limits of its manifest', () => {
    expect(container({ resources: { cpu: 0.3, memory: 128, pids: 16 } })).toMatchObject({ cpuQuota: 300_000, memoryBytes: 134_217_728, pids: 16 });
  });

  it('finds everything by its environment, in which nothing is secret', () => {
    expect(container().environment).toEqual({
      MATESHIP_APP_ID: 'pdf',
      MATESHIP_LISTEN: '0.0.0.0:8080',
      MATESHIP_GATEWAY: '10.213.0.18:8082',
      MATESHIP_APP_SECRET_FILE: '/run/mateship/identity',
      MATESHIP_SECRETS_DIR: '/run/mateship/secrets',
      NODE_OPTIONS: '--max-old-space-size=192 --max-semi-space-size=2',
    });
  });

  it('keeps nothing but its secrets without storage', () => {
    expect(container().volumes).toEqual([{ name: 'mateship_app-pdf-run', key: 'app-pdf-run', target: '/run/mateship' }]);
  });

  it('has a folder of its own with storage', () => {
    const { volumes, environment } = container({ permissions: { storage: true } });
    expect(volumes[1]).toEqual({ name: 'mateship_app-pdf-data', key: 'app-pdf-data', target: '/data' });
    expect(environment.MATESHIP_APP_DATA_DIR).toBe('/data');
  });

  it('is led to the egress proxy only with egress', () => {
    expect(container({ permissions: { egress: ['model-providers'] } }).environment).toMatchObject({
      HTTP_PROXY: 'http://10.213.0.20:3128',
      HTTPS_PROXY: 'http://10.213.0.20:3128',
      NO_PROXY: '10.213.0.18',
      NODE_USE_ENV_PROXY: '1',
    });
    expect(container().network.addresses.egressProxy).toBeNull();
  });

  it('runs a published app by its digest', () => {
    const image = `registry.example/pdf@sha256:${'a'.repeat(64)}`;
    expect(container({ image }).image).toBe(image);
  });
});

describe('the label of the settings', () => {
  it('is the same in every installation', () => {
    expect(containerOf(aRelease(), { name: 'other', networkPrefix: '10.9' }).labels[LABELS.settings]).toBe(settings());
  });

  it.each([
    ['memory', { resources: { memory: 300 } }],
    ['cores', { resources: { cpu: 2 } }],
    ['processes', { resources: { pids: 65 } }],
    ['storage', { permissions: { storage: true } }],
    ['egress', { permissions: { egress: ['a.example:443'] } }],
    ['release', { version: '1.2.4' }],
    ['slot', { slot: 3 }],
  ])('changes with the %s', (_what, changes) => {
    expect(settings(changes)).toMatch(/^[0-9a-f]{16}$/);
    expect(settings(changes)).not.toBe(settings());
  });

  it('stays when only words for people change', () => {
    expect(settings({ description: 'Other words.' })).toBe(settings());
  });
});

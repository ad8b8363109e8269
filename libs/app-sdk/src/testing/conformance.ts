import { HealthReport, type AppManifest } from '@mateship/contracts';
import type { App } from '../app/define-app.js';
import { loadManifest } from '../app/manifest.js';
import { skillSchemas } from '../skills/skill-schemas.js';
import { startBundle, type BundleProcess } from './bundle-process.js';

/** How the suite finds the app. */
export interface ConformanceOptions {
  /** The project's folder, which holds `dist` after a build; the working folder when left out. */
  project?: string;
}

/** No skill takes a list as its input, so every one must refuse it. */
const WRONG_INPUT = Buffer.from('[]');

/** The Jest suite that every app passes. Build the app first: half of it runs on the bundle. */
export function conformance(app: App, { project = process.cwd() }: ConformanceOptions = {}): void {
  describe('conformance of the manifest', () => {
    it('is valid and names exactly the skills of the app', () => {
      expect(loadManifest(app).skills.map((skill) => skill.id).sort()).toEqual(app.skills.map((skill) => skill.id).sort());
    });

    it.each(app.skills.map((skill) => skill.id))('states what skill %s takes and gives', (id) => {
      const skill = loadManifest(app).skills.find((each) => each.id === id);
      expect({ input: skill?.input, output: skill?.output }).toEqual(skillSchemas(app)[id]);
    });

    it('gives examples for every skill that mates may call', () => {
      expect(loadManifest(app).skills.filter((skill) => skill.tool && skill.examples.length === 0)).toEqual([]);
    });
  });

  describe('conformance of the bundle', () => {
    const manifest = loadManifest(app);
    const running: BundleProcess[] = [];
    const start = async (withSecret: boolean) => {
      const bundle = await startBundle(project, manifest, { withSecret });
      running.push(bundle);
      return bundle;
    };
    afterEach(async () => {
      for (const bundle of running.splice(0)) await bundle.terminate();
    });

    it('starts alone in an empty folder and says that it lives', async () => {
      const answer = await (await start(true)).client.get('/health/live');
      expect(HealthReport.parse(JSON.parse(answer.text))).toMatchObject({ status: 'ok', version: manifest.version });
    });

    it('answers no call without a signature', async () => {
      expect(await statuses(await start(true), manifest, false)).toEqual(manifest.skills.map(() => 401));
    });

    it('answers 400 to input of the wrong shape', async () => {
      expect(await statuses(await start(true), manifest, true)).toEqual(manifest.skills.map(() => 400));
    });

    it('only lives when it was started without a secret', async () => {
      const bundle = await start(false);
      expect((await bundle.client.get('/health/live')).status).toBe(200);
      expect(await statuses(bundle, manifest, true)).toEqual(manifest.skills.map(() => 401));
    });

    it('ends with 0 on SIGTERM', async () => {
      const bundle = await start(true);
      running.pop();
      expect(await bundle.terminate()).toBe(0);
    });
  });
}

function statuses(bundle: BundleProcess, manifest: AppManifest, signed: boolean): Promise<number[]> {
  return Promise.all(manifest.skills.map(async (skill) => (await bundle.client.raw(skill.id, WRONG_INPUT, { signed })).status));
}

// Serves the fake API on port 4310 for the development server and, when it has been built, the page itself.
// Vite runs it, so that TypeScript of this workspace needs no build. Invite tokens: "admin" and "user"; account: jo / correct horse battery.
import { createServer } from 'vite';

const root = new URL('../..', import.meta.url).pathname;
const vite = await createServer({ root, configFile: false, appType: 'custom', server: { middlewareMode: true, hmr: false, ws: false }, optimizeDeps: { noDiscovery: true } });
const { startFakeApi } = await vite.ssrLoadModule('/test/fake-api/fake-api.ts');
const { sampleApps } = await vite.ssrLoadModule('/test/sample-apps.ts');
const fake = await startFakeApi({ port: 4310, webFolder: `${root}/dist` });
fake.state.invite('admin');
fake.state.invite('user', 'user');
fake.state.account('jo', 'correct horse battery');
fake.state.install(...sampleApps());
fake.state.pace = 40;
process.stdout.write(`${fake.url}/signup?token=admin\n`);

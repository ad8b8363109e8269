import { ALL, APPS, BASE, buildElsewhere, buildImages, bundleOf, docker, EDGES, filesOf, inspectImage, ON_NODE, runLocked, SERVICES, SETUP, tagOf } from './support/images.js';

const MEGABYTE = 1e6;
const LAYER_LIMIT = 15 * MEGABYTE;
const READY = 'the service is ready';
// As the platform starts apps; the cache must be good for these flags too.
const APP_SETTINGS = ['--env', 'MATESHIP_LISTEN=0.0.0.0:8080', '--env', 'NODE_OPTIONS=--max-old-space-size=288 --max-semi-space-size=2'];
const SECRET_FILES = /\.(pem|key|p12|pfx)$|\/(\.npmrc|\.netrc|\.env|id_rsa|id_ed25519)$|^\/run\/secrets\/./;
const PUBLIC_CERTIFICATES = /^\/(etc\/ssl\/certs|usr\/share|usr\/lib\/ssl)\//;

describe('first-party images', () => {
  beforeAll(buildImages, 15 * 60_000);

  it.each(ALL)('$name runs as its own user and says what it is', async (image) => {
    const { Config } = await inspectImage(tagOf(image));
    expect(Config.User).toBe(image.user);
    expect(Config.Labels).toMatchObject({
      'org.opencontainers.image.title': expect.stringMatching(/^Mateship \S/),
      'org.opencontainers.image.version': expect.stringMatching(/^\d+\.\d+\.\d+/),
      'org.opencontainers.image.licenses': 'Apache-2.0',
      'org.opencontainers.image.revision': expect.any(String),
      'org.opencontainers.image.source': expect.any(String),
    });
  });

  it.each(ALL)('$name holds no secret, in a file or in what made it', async (image) => {
    const files = (await filesOf(image)).filter(({ file, size }) => size > 0 && SECRET_FILES.test(file) && !PUBLIC_CERTIFICATES.test(file));
    expect(files).toEqual([]);
    const { Config } = await inspectImage(tagOf(image));
    const history = await docker('history', '--no-trunc', '--format', '{{.CreatedBy}}', tagOf(image));
    expect(`${history}${Config.Env.join('\n')}`).not.toMatch(/BEGIN [A-Z ]+-----|(password|token|secret)=\S/i);
  });

  it.each(ON_NODE)('$name holds its bundle alone: no node_modules, no package manager, no source map', async (image) => {
    const files = (await filesOf(image)).map(({ file }) => file);
    expect(files).toContain('/app/main.mjs');
    expect(files.filter((file) => /\/node_modules\/|\/bin\/(npm|npx|yarn|corepack)$/.test(file))).toEqual([]);
    expect(files.filter((file) => file.startsWith('/app/') && /\.(map|ts)$/.test(file) && !file.endsWith('.d.ts'))).toEqual([]);
  });

  it.each(ON_NODE)('$name lets its user write nothing of the program', async (image) => {
    const uid = Number(image.user.split(':')[0]);
    const program = (await filesOf(image)).filter(({ file }) => file.startsWith('/app/') && !file.startsWith('/app/.compile-cache/'));
    expect(program.filter((file) => uid !== 0 && file.uid === uid)).toEqual([]);
    expect(program.filter(({ mode }) => mode[5] === 'w' || mode[8] === 'w')).toEqual([]);
  });

  it.each(APPS)('$name adds at most 15 MB to the shared base, native binaries aside', async (image) => {
    const [own, base, files] = await Promise.all([inspectImage(tagOf(image)), inspectImage(BASE), filesOf(image)]);
    expect(own.RootFS.Layers.slice(0, base.RootFS.Layers.length)).toEqual(base.RootFS.Layers);
    const native = files.filter(({ file }) => file.endsWith('.node')).reduce((sum, { size }) => sum + size, 0);
    expect(own.Size - base.Size - native).toBeLessThanOrEqual(LAYER_LIMIT);
  });

  it.each(APPS)('$name starts locked from the compiled code in its image, drains on SIGTERM and ends with 0', async (image) => {
    const { output, code } = await runLocked(image, { docker: [...APP_SETTINGS, '--env', 'NODE_DEBUG_NATIVE=COMPILE_CACHE'], until: READY });
    expect(output).toContain('file:///app/main.mjs was accepted');
    expect(output).not.toMatch(/file:\/\/\/app\/\S+ was (rejected|not initialized)/);
    expect(code).toBe(0);
  });

  it.each(SERVICES)('$name starts locked from the compiled code in its image, as far as it gets without a configuration', async (image) => {
    const { output, code } = await runLocked(image, { docker: ['--env', 'NODE_DEBUG_NATIVE=COMPILE_CACHE'] });
    expect(output).toContain('file:///app/main.mjs was accepted');
    expect(output).toContain('The configuration is not valid');
    expect(code).toBe(1);
  });

  it('setup starts locked', async () => {
    const { output, code } = await runLocked(SETUP, { args: ['--help'] });
    expect(output).toContain('Usage:');
    expect(code).toBe(0);
  });

  it.each([
    { ...EDGES[0]!, name: 'web-app', until: 'serving initial configuration', folders: ['/config', '/data', '/run/edge'] },
    { ...EDGES[1]!, name: 'egress-proxy', until: 'Accepting HTTP', folders: ['/run/squid', '/run/egress', '/var/log/egress'] },
  ])('$name starts locked, drains on SIGTERM and ends with 0', async ({ until, folders, ...image }) => {
    const uid = image.user.split(':')[0];
    const writable = folders.flatMap((folder) => ['--tmpfs', `${folder}:uid=${uid},gid=${uid},mode=0700`]);
    const { output, code } = await runLocked(image, { docker: writable, until });
    expect(output).toContain(until);
    expect(code).toBe(0);
  });

  it('the same bytes come out of another folder at another time', async () => {
    const elsewhere = await buildElsewhere();
    for (const image of ALL.filter(({ project }) => project !== null)) {
      const shipped = await bundleOf(image);
      expect(Object.keys(shipped)).not.toEqual([]);
      expect({ [image.name]: shipped }).toEqual({ [image.name]: elsewhere[image.project!] });
    }
  }, 10 * 60_000);
});

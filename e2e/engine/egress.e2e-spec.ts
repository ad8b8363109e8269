import { docker, engineSuite, ROOT } from './support/engine.js';
import { EgressLab } from './support/egress-lab.js';

/** The way out for apps, in its own image, against servers and networks that this suite makes. No packet goes elsewhere. */
engineSuite('the egress proxy', () => {
  const lab = new EgressLab();
  const QUICK_MS = 1_000;

  const allow = (by: 'declared' | 'granted', host: string, port: number, index: number): string[] => [
    `acl app_one_${index}_host dstdomain -n ${host}`,
    `acl app_one_${index}_port port ${port}`,
    `acl egress_${by} all-of app_one app_one_${index}_host app_one_${index}_port`,
  ];
  const rules = (declared: readonly string[], granted: readonly string[] = []): string[] => [
    `acl app_one src ${lab.appSubnet}`,
    ...[...declared.map((address) => ['declared', address] as const), ...granted.map((address) => ['granted', address] as const)].flatMap(([by, address], index) => {
      const [, host = '', port] = /^(.+):(\d+)$/.exec(address) ?? [];
      return allow(by, host, Number(port), index + 1);
    }),
  ];

  beforeAll(async () => {
    const known = await docker('images', '--quiet', 'mateship/egress-proxy:0.1.0');
    if (known === '') await docker('build', '--quiet', '--file', `${ROOT}/deploy/images/Dockerfile`, '--target', 'egress-proxy', '--tag', 'mateship/egress-proxy:0.1.0', ROOT);
    await lab.start();
  }, 300_000);
  afterAll(() => lab.stop());

  it('refuses everything without rules', async () => {
    await lab.rules([]);
    for (const method of ['CONNECT', 'GET'] as const) {
      const { status, reached } = await lab.attempt('public.test:8080', { method });
      expect([status, reached]).toEqual([403, null]);
    }
  });

  it('lets an app reach the host and port that it declared, and nothing else', async () => {
    await lab.rules(rules(['public.test:8080']));
    for (const method of ['CONNECT', 'GET'] as const) {
      expect(await lab.attempt('public.test:8080', { method })).toMatchObject({ status: 200, reached: 'public' });
      for (const target of ['public.test:80', 'other.test:8080', 'sub.public.test:8080', 'public.test.evil.test:8080', `${lab.publicServer}:8080`, `${lab.privateServer}:8080`]) {
        const { status, reached, ms } = await lab.attempt(target, { method });
        expect([target, status, reached]).toEqual([target, 403, null]);
        expect(ms).toBeLessThan(QUICK_MS);
      }
    }
  });

  it('lets no other app use the way of the first', async () => {
    await lab.rules(rules(['public.test:8080']).concat(`acl app_two src ${lab.otherSubnet}`));
    expect(await lab.attempt('public.test:8080', { from: 'neighbour' })).toMatchObject({ status: 403, reached: null });
    expect(await lab.attempt('public.test:8080')).toMatchObject({ status: 200 });
  });

  it('asks for no name that is not allowed, so that a question carries nothing out', async () => {
    await lab.rules(rules(['public.test:8080']));
    await lab.attempt('c2VjcmV0.exfiltration.test:8080');
    expect((await lab.names()).filter((name) => name.includes('exfiltration'))).toEqual([]);
  });

  it('refuses declared names that lead to private addresses', async () => {
    const names = ['private.test', 'loopback.test', 'metadata.test', 'carrier.test', 'group.test', 'mixed.test'].map((name) => `${name}:8080`);
    await lab.rules(rules(names));
    for (const name of names) {
      const { status, reached, ms } = await lab.attempt(name);
      expect([name, status, reached]).toEqual([name, 403, null]);
      expect(ms).toBeLessThan(QUICK_MS);
    }
  });

  it('refuses declared private addresses in every spelling', async () => {
    const [a, b, c, d] = lab.privateServer.split('.').map(Number) as [number, number, number, number];
    const decimal = ((a * 256 + b) * 256 + c) * 256 + d;
    const spellings = [
      lab.privateServer, String(decimal), `0x${decimal.toString(16)}`, `0${a.toString(8)}.0${b.toString(8)}.0${c}.0${d}`, `0xa.0xfb.0x1.0x3`, `${a}.${b}.${c * 256 + d}`,
      `[::ffff:${lab.privateServer}]`, '[::ffff:afb:103]', '127.0.0.1', '127.1', '2130706433', '0.0.0.0', 'localhost', '169.254.169.254', '[::1]', '[fe80::1]', '[fd00::1]', '[64:ff9b::afb:103]', '[2002:afb:103::1]',
    ].map((host) => `${host}:8080`);
    await lab.rules(rules(spellings));
    for (const target of spellings) {
      for (const method of ['CONNECT', 'GET'] as const) {
        const { status, reached } = await lab.attempt(target, { method });
        expect([target, method, reached]).toEqual([target, method, null]);
        expect([target, status >= 400]).toEqual([target, true]);
      }
    }
  });

  it('lets an administrator grant one private host and port', async () => {
    await lab.rules(rules([], ['granted.test:8080', `${lab.privateServer}:80`]));
    expect(await lab.attempt('granted.test:8080')).toMatchObject({ status: 200, reached: 'private' });
    expect(await lab.attempt(`${lab.privateServer}:80`)).toMatchObject({ status: 200, reached: 'private' });
    expect(await lab.attempt('granted.test:80')).toMatchObject({ status: 403 });
    expect(await lab.attempt(`${lab.privateServer}:8080`)).toMatchObject({ status: 403 });
    expect(await lab.attempt('granted.test:8080', { from: 'neighbour' })).toMatchObject({ status: 403 });
  });

  it('never follows a name that is public when it is checked and private when it is connected', async () => {
    await lab.rules(rules(['rebind.test:8080']));
    for (let round = 0; round < 5; round++) {
      for (const method of ['CONNECT', 'GET'] as const) expect(await lab.attempt('rebind.test:8080', { method })).toMatchObject({ status: 403, reached: null });
    }
    expect((await lab.names()).filter((name) => name === 'rebind.test').length).toBeGreaterThan(5);
  });

  it('refuses a declared name that has no address', async () => {
    await lab.rules(rules(['nowhere.test:8080']));
    expect(await lab.attempt('nowhere.test:8080')).toMatchObject({ status: 403, reached: null });
  });

  it('writes one line for each refusal, that tells the app', async () => {
    await lab.rules(rules(['public.test:8080']));
    const before = (await lab.refusals()).length;
    await lab.attempt('noted.test:8443');
    await lab.attempt('[::1]:8080');
    await lab.attempt('public.test:8080');
    const after = (await lab.refusals()).slice(before);
    expect(after).toEqual([
      { timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/), client: '10.251.0.3', host: 'noted.test', port: 8443, status: 403 },
      expect.objectContaining({ host: '[::1]', port: 8080, status: 403 }),
    ]);
    expect(await lab.output()).toContain('"host":"noted.test"');
  });

  it('keeps its log small', async () => {
    await lab.inProxy('sh', '-c', 'head -c 1100000 /dev/zero | tr "\\0" "\\n" >> /var/log/egress/refused.log');
    for (let round = 0; round < 50 && (await lab.inProxy('stat', '-c', '%s', '/var/log/egress/refused.log')) !== '0'; round++) await new Promise((resolve) => setTimeout(resolve, 200));
    await lab.attempt('rotated.test:8080');
    expect((await lab.refusals()).map(({ host }) => host)).toEqual(['rotated.test']);
    expect((await lab.inProxy('ls', '/var/log/egress')).split('\n').sort()).toEqual(['refused.log', 'refused.log.0']);
  });

  it.each(['http_access allow all', 'acl app_one src 0.0.0.0/0', 'include /etc/passwd', 'acl egress_granted all-of app_one', 'acl all src all', 'acl app_one_1_host dstdomain .test', `# ${'x'.repeat(200)}`])('keeps its rules when a file says %j', async (line) => {
    await lab.rules(rules(['public.test:8080', 'other.test:80']));
    await lab.rules([...rules(['private.test:8080'], ['private.test:8080']), line], 'holds a line that is not allowed');
    expect(await lab.attempt('public.test:8080')).toMatchObject({ status: 200, reached: 'public' });
    expect(await lab.attempt('private.test:8080')).toMatchObject({ status: 403 });
  });

  it('answers nobody who asks about itself', async () => {
    for (const path of ['squid-internal-mgr/info', 'squid-internal-mgr/config']) {
      const text = await lab.inProxy('sh', '-c', `perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new("127.0.0.1:3128") or die; print $s "GET /${path} HTTP/1.0\\r\\n\\r\\n"; print scalar <$s>'`);
      expect(text).toMatch(/^HTTP\/1\.1 (403|400)/);
    }
  });

  it('runs as its own user and stays small', async () => {
    expect(await lab.inProxy('id', '-u')).toBe('10006');
    const pages = await lab.inProxy('sh', '-c', 'cat /sys/fs/cgroup/memory.current 2>/dev/null || cat /sys/fs/cgroup/memory/memory.usage_in_bytes');
    expect(Number(pages)).toBeLessThan(96 * 1024 * 1024);
  });
});

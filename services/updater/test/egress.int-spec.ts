import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EgressRefusals } from '@mateship/contracts';
import { RunningUpdater } from './running-updater.js';

describe('egress', () => {
  let updater: RunningUpdater;
  afterEach(() => updater.close());

  const rules = () => readFileSync(path.join(updater.folder, 'egress', 'rules.conf'), 'utf8');
  const grant = (...addresses: string[]) => updater.client.json('PUT', '/v1/egress/grants', { grants: addresses.map((address) => ({ app: 'ai', address })) });

  it('rules hold what manifests declare from the start on', async () => {
    updater = await RunningUpdater.start();
    expect(rules()).toContain('acl app_pdf src 10.213.0.16/29\nacl app_pdf_1_host dstdomain -n files.example.org\n');
    expect(rules()).not.toContain('app_ai');
  });

  it('rules follow the latest grants and leave nothing else behind in their folder', async () => {
    updater = await RunningUpdater.start();
    await grant('one.example:443', 'two.example:443');
    await grant('192.168.1.20:11434');
    expect(rules().match(/app_ai_\d_host dstdomain.*/g)).toEqual(['app_ai_1_host dstdomain -n 192.168.1.20']);
    expect(readdirSync(path.join(updater.folder, 'egress')).sort()).toEqual(['grants.json', 'rules.conf']);
  });

  it('grants outlive a restart', async () => {
    updater = await RunningUpdater.start();
    await grant('one.example:443');
    const before = rules();
    await updater.restart();
    expect(rules()).toBe(before);
  });

  it('grants that were damaged are none', async () => {
    updater = await RunningUpdater.start((folder) => writeFileSync(path.join(folder, 'egress', 'grants.json'), '{"grants":[{"app":'));
    expect(rules()).not.toContain('app_ai');
  });

  it.each(['one.example', 'one.example:443\nhttp_access allow all', '*:443'])('a grant of %j is refused and changes nothing', async (address) => {
    updater = await RunningUpdater.start();
    await grant('one.example:443');
    const before = rules();
    await expect(grant('two.example:443', address)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(rules()).toBe(before);
  });

  const refused = (client: string, host: string, second = 0) =>
    `${JSON.stringify({ timestamp: `2026-01-31T12:00:0${second}.000Z`, client, host, port: 443, status: 403 })}\n`;
  const refusals = async () => (await updater.client.json('GET', '/v1/egress/refusals', undefined, EgressRefusals)).items;

  it('refusals are told newest first, by app', async () => {
    updater = await RunningUpdater.start();
    expect(await refusals()).toEqual([]);
    writeFileSync(`${updater.config.egressLog}.0`, refused('10.213.0.11', 'old.example'));
    writeFileSync(updater.config.egressLog, refused('10.213.0.19', 'a.example', 1) + refused('10.213.9.19', 'nobody.example', 2) + refused('10.213.0.11', 'b.example', 3));
    expect(await refusals()).toEqual([
      { app: 'ai', address: 'b.example:443', at: '2026-01-31T12:00:03.000Z' },
      { app: 'pdf', address: 'a.example:443', at: '2026-01-31T12:00:01.000Z' },
      { app: 'ai', address: 'old.example:443', at: '2026-01-31T12:00:00.000Z' },
    ]);
  });

  it('refusals that are cut, wrong, long or many cost neither the others nor the memory', async () => {
    updater = await RunningUpdater.start();
    const hostile = ['{"timestamp"', '[]', 'null', '{"timestamp":"now","client":"10.213.0.19","host":"h","port":1}', refused('not an address', 'h').trim()].join('\n');
    writeFileSync(updater.config.egressLog, `${refused('10.213.0.19', 'x'.repeat(300)).repeat(5000)}${hostile}\n${refused('10.213.0.19', 'last.example')}{"timestamp":"2026`);
    const found = await refusals();
    expect(found[0]).toMatchObject({ address: 'last.example:443' });
    expect(found.length).toBeLessThanOrEqual(500);
    expect(found[1]?.address).toBe(`${'x'.repeat(255)}:443`);
  });
});

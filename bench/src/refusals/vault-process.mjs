// A vault on a database of its own that also hands out envelopes which only it could have signed. Ends with its parent.
import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { temporaryFolder } from '../support/platform.mjs';
import { importLibrary } from '../support/typescript.mjs';
import { refusedEnvelopes } from './envelopes.mjs';

const SUITES = { 'RSA-3072': 2, X25519: 16 };

const parts = await importLibrary('bench/src/refusals/parts.mjs');
const folder = temporaryFolder('vault');
const server = new parts.EmbeddedPostgres({ home: path.join(folder, 'pg'), password: randomBytes(16).toString('hex'), durable: false });
await server.start();
const database = { name: 'vault', password: randomBytes(12).toString('hex') };
const { socketFolder, ...address } = server.address;
const admin = new pg.Client({ host: socketFolder, ...address, user: 'postgres', database: 'postgres' });
await admin.connect();
await parts.provisionDatabase(admin, database);
await admin.end();
const gatewaySecret = randomBytes(32).toString('base64url');
const service = await parts.createApp({
  listen: { internal: `unix:${folder}/vault.sock` },
  databaseUrl: parts.databaseUrl(server.address, { user: database.name, password: database.password, database: database.name }),
  databaseLogin: { kind: 'url' },
  keyFile: path.join(folder, 'keys', 'vault.json'),
  keys: { kind: 'file' },
  rotateDays: 0,
  gatewaySecret,
});
await service.start();
const suites = {};
for (const [name, suite] of Object.entries(SUITES)) suites[name] = await correspondence(suite);
process.send({ target: service.addresses.internal, gatewaySecret, suites });
process.once('disconnect', async () => {
  await service.stop(0);
  await server.stop();
  process.exit(0);
});

async function correspondence(suite) {
  const user = `user:${randomUUID()}`;
  const keys = service.app.get(parts.PartyKeys);
  const sender = await keys.current({ owner: 'vault', use: 'sig', suite }, true);
  const recipient = await keys.current({ owner: user, use: 'enc', suite }, true);
  const plaintext = parts.encodeContent({ kind: 'prompt', promptId: randomUUID(), version: 1, name: 'n', text: 't'.repeat(1000), from: user });
  const created = Date.now();
  const envelopes = await refusedEnvelopes(parts, { sender, recipient, plaintext, context: parts.ENVELOPE_CONTEXT, created, expires: created + 86_400_000 });
  return { user, envelopes: Object.fromEntries(Object.entries(envelopes).map(([reason, pool]) => [reason, pool.map((envelope) => envelope.toString('base64'))])) };
}

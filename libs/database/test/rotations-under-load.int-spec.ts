import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import pg from 'pg';
import { createDataSource, LeasedCredentials, type LeaseEvent, type Login, withTransaction } from '../src/index.js';
import { eventually } from './eventually.js';
import { PostgresLeases } from './postgres-leases.js';
import { makeFolder, newServer, removeFolder } from './throw-away-server.js';

// `DATABASE_ROTATIONS=1000 DATABASE_LEASE_SECONDS=5 npx jest test/rotations` is the whole of it and takes three minutes; every
// run does a part, with leases that a busy machine can renew in time.
const ROTATIONS = Number(process.env.DATABASE_ROTATIONS ?? 100);
const LEASE_MS = Number(process.env.DATABASE_LEASE_SECONDS ?? 12) * 1000;
const POOLS = 20;
const LIMIT_MS = 60_000 + (ROTATIONS / POOLS) * LEASE_MS;

interface Tally {
  requests: number;
  failures: string[];
  rotations: number;
  revoked: number;
  ended: number;
}

describe('logins that rotate under load', () => {
  const folder = makeFolder();
  const server = newServer(folder);
  const tally: Tally = { requests: 0, failures: [], rotations: 0, revoked: 0, ended: 0 };
  const samples: { roles: number; live: number }[] = [];
  const lingered: number[] = [];
  let leases: PostgresLeases;
  let isOver = false;

  beforeAll(async () => {
    await server.start();
    leases = await PostgresLeases.start(server, { ttlMs: LEASE_MS });
  });
  afterAll(async () => {
    await leases.close();
    await server.stop();
    removeFolder(folder);
  });

  function count(event: LeaseEvent): void {
    if (event.kind === 'rotated') tally.rotations += 1;
    if (event.kind === 'revoked') tally.revoked += 1;
    if (event.kind === 'ended') tally.ended += 1;
    if (event.kind === 'failed') tally.failures.push(`${event.step}: ${inspect(event.fault)}`);
  }

  /** Somebody who stole the login and keeps a session open; resolves when the server has ended that. */
  async function thief(login: Login, revoked: Promise<number>): Promise<void> {
    const { host, port, database } = new pg.Client({ connectionString: leases.url });
    const client = new pg.Client({ host, port, database, user: login.user, password: login.password });
    const thrownOut = new Promise<number>((resolve) => client.on('error', () => resolve(performance.now())));
    await client.connect();
    await client.query(`SET ROLE ${leases.owner}`);
    lingered.push(Math.max(0, (await thrownOut) - (await revoked)));
    await client.end().catch(() => undefined);
  }

  /** One service: its own lease, one pool, two users who never pause for long, and now and then a thief. */
  async function service(number: number): Promise<void> {
    const credentials = await LeasedCredentials.open({ leases, role: leases.owner });
    credentials.onEvent(count);
    const source = await createDataSource({ url: leases.url, credentials, poolSize: 4 }).initialize();
    const request = async (): Promise<void> => {
      await source.query('INSERT INTO entry (service) VALUES ($1)', [number]);
      await withTransaction(source, async (manager) => {
        await manager.query('SELECT count(*) FROM entry WHERE service = $1', [number]);
        await manager.query('INSERT INTO entry (service) VALUES ($1)', [number]);
      });
    };
    const user = async (): Promise<void> => {
      while (!isOver) {
        tally.requests += 1;
        await request().catch((error: unknown) => tally.failures.push(inspect(error)));
        await sleep(40);
      }
    };
    const revoked = new Promise<number>((resolve) => {
      const stop = credentials.onEvent(({ kind }) => {
        if (kind !== 'revoked') return;
        stop();
        resolve(performance.now());
      });
    });
    await Promise.all([user(), user(), thief(credentials.login(), revoked)]);
    await source.destroy();
    await credentials.close();
  }

  async function sample(): Promise<void> {
    while (!isOver) {
      const live = leases.live.size;
      samples.push({ roles: (await leases.roles()).length, live: Math.max(live, leases.live.size) });
      await sleep(100);
    }
  }

  it(`fails no request in ${ROTATIONS} rotations, leaves no login behind and throws out who stole one`, async () => {
    const owner = await createDataSource({ url: leases.url }).initialize();
    await owner.query('CREATE TABLE entry (id bigint GENERATED ALWAYS AS IDENTITY, service int NOT NULL)');
    await owner.query('CREATE INDEX ON entry (service)');
    const stalls = monitorEventLoopDelay();
    stalls.enable();
    const work = [...Array.from({ length: POOLS }, (_, number) => service(number)), sample()];
    const ended = Promise.all(work);
    try {
      await Promise.race([eventually(() => tally.rotations >= ROTATIONS, LIMIT_MS), ended]);
    } finally {
      isOver = true;
    }
    await ended;
    const { count: rows } = (await owner.query<{ count: number }[]>('SELECT count(*)::int AS count FROM entry'))[0]!;
    await owner.destroy();

    process.stdout.write(`${JSON.stringify({ ...tally, failures: tally.failures.length, samples: samples.length, mostRoles: Math.max(...samples.map(({ roles }) => roles)), mostLingeredMs: Math.round(Math.max(...lingered)), mostStalledMs: Math.round(stalls.max / 1e6) })}\n`);
    expect(tally.failures).toEqual([]);
    expect(rows).toBe(tally.requests * 2);
    expect(tally.ended).toBe(0);
    expect(lingered).toHaveLength(POOLS);
    expect(await leases.roles()).toEqual([]);
    expect(await leases.sessions()).toBe(0);
    expect(samples.filter(({ roles, live }) => roles > 2 * Math.min(live, POOLS))).toEqual([]);
  }, LIMIT_MS + 60_000);
});

// A hostile app: runs every script that is posted to it, as part of its own process, and prints how each ended.
import http from 'node:http';
import { json } from 'node:stream/consumers';
import * as system from './system.mjs';
import * as wire from './wire.mjs';

const name = (process.env.MATESHIP_APP_ID ?? 'control').split('-').at(-1);
const AT_ONCE = 4;
const LATE_MS = 30_000;
const tools = { ...system, ...wire };
const AsyncFunction = (async () => undefined).constructor;

async function attempt({ name, script }) {
  const late = new Promise((_resolve, reject) => setTimeout(reject, LATE_MS, new Error('late')).unref());
  try {
    const value = await Promise.race([new AsyncFunction(...Object.keys(tools), script)(...Object.values(tools)), late]);
    return { name, value: value ?? null, error: null };
  } catch (error) {
    return { name, value: null, error: [error.code, error.message].filter(Boolean).join(' ').slice(0, 300) };
  }
}

async function all(attempts) {
  const left = [...attempts];
  const done = [];
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const outcome = await attempt(next);
      process.stdout.write(`${JSON.stringify({ attempt: outcome.name, error: outcome.error })}\n`);
      done.push(outcome);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return done;
}

http
  .createServer(async (request, response) => {
    response.end(request.method === 'POST' ? JSON.stringify(await all(await json(request))) : `reached ${name}\n`);
  })
  .listen(8080, '0.0.0.0');
process.on('SIGTERM', () => process.exit(0));

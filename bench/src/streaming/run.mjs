// Many answers of a model at once, through the two ways of asking. Client and model run on core 0, the target alone on core 1.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median, printBar, printTable, ratios, spread } from '../support/figures.mjs';
import { startHaproxy } from '../support/haproxy.mjs';
import { firstAccount, post, profiling, startPlatform, temporaryFolder } from '../support/platform.mjs';
import { childrenOf, commandOf, cpuMicroseconds, freePort, listening, load, pin, start } from '../support/processes.mjs';
import { needPrograms } from '../support/programs.mjs';
import { readStream } from './read-stream.mjs';

needPrograms('haproxy', 'taskset');
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const STREAMS = Number(process.env.STREAMS ?? 50);
const CHUNKS = 200;
const PAUSE_MS = Number(process.env.PAUSE_MS ?? 20);
/** V8 compiles what repeats bit by bit: until about a thousand answers, each costs the gateway less than the one before. */
const WARM_UP = Number(process.env.WARM_UP ?? 1000);
/** Of an answer that is nearly all message: what it costs more to have 200 chunks is what the chunks cost. */
const FEW_CHUNKS = 20;
const MODEL = modelOf(CHUNKS);

pin(process.pid, 0);
const modelPort = await freePort();
start(process.execPath, [path.join(import.meta.dirname, 'fake-model.mjs')], { cpu: 0, env: { PORT: String(modelPort) } });
await listening({ port: modelPort });
const platform = await startPlatform({ config: config(), env: profiling() });
const { accessToken, key } = await firstAccount(platform);
const mate = await post(platform, '/v1/admin/mates', { name: 'Short', prompt: 'Be short.', model: `fake/${modelOf(FEW_CHUNKS)}` }, accessToken);

const completion = (model) => (question) => ({ model, stream: true, messages: [{ role: 'user', content: question }] });
const openAi = { path: '/v1/chat/completions', textOf: (data) => data.choices[0]?.delta.content, body: completion(MODEL) };
const haproxy = await startHaproxy(temporaryFolder('streaming'), `127.0.0.1:${modelPort}`, 1);
const gateway = { port: platform.port, pid: platform.pids.gateway };
const message = { ...gateway, path: '/v1/chat/message', textOf: (data) => data.text, body: (content) => ({ content }) };
const targets = [
  { ...openAi, name: 'direct to the model', port: modelPort, pid: null },
  { ...openAi, ...haproxy },
  { ...openAi, ...gateway, name: 'gateway, /v1/chat/completions', body: completion(`fake/${MODEL}`) },
  { ...message, name: 'gateway, /v1/chat/message' },
  { ...message, name: `the same, ${FEW_CHUNKS} chunks`, chunks: FEW_CHUNKS, body: (content) => ({ content, mateId: mate.id }) },
];
const lost = { chunks: 0, mixed: 0 };
for (const target of targets) await ask(target, 'warm', 0);
const ai = placeProcesses();
for (const target of targets) await measure(target);
for (let answers = 0; answers < WARM_UP; answers += 2 * STREAMS) {
  for (const target of targets.filter(({ pid }) => pid === gateway.pid)) await measure(target);
}
for (const target of targets) target.rounds = [];
for (let round = 0; round < ROUNDS; round += 1) {
  for (const target of targets) target.rounds.push(await measure(target));
}
report();
await platform.stop();
process.exit(0);

function modelOf(chunks) {
  return `chunks:${chunks}x${PAUSE_MS}`;
}

function config() {
  const provider = `{ id: fake, baseUrl: "http://127.0.0.1:${modelPort}/v1", apiKey: key, models: [{ id: "${MODEL}" }, { id: "${modelOf(FEW_CHUNKS)}" }] }`;
  return `gateway:\n  rateLimit: 1000000000\n  models:\n    discoverOllama: false\n    default: "fake/${MODEL}"\n    providers: [${provider}]\n`;
}

/** Everything but the gateway goes to core 0. Gives the process of the ai app. */
function placeProcesses() {
  const { gateway: own, vault, postgres } = platform.pids;
  for (const other of [vault, postgres, ...childrenOf(postgres), ...childrenOf(own)]) pin(other, 0);
  pin(own, 1);
  return childrenOf(own).find((pid) => commandOf(pid).some((word) => word.includes('/ai/')));
}

async function measure(target) {
  const before = [target.pid, ai].map((pid) => (pid ? cpuMicroseconds(pid) : NaN));
  const answers = await Promise.all(Array.from({ length: STREAMS }, (_, stream) => ask(target, `s${stream}`, Math.random() * STREAMS * 10)));
  const [answer, app] = [target.pid, ai].map((pid, index) => (pid ? cpuMicroseconds(pid) - before[index] : NaN) / STREAMS);
  const chunks = target.chunks ?? CHUNKS;
  return { first: median(answers), answer, cpu: answer / chunks, app: app / chunks };
}

/** One answer after a pause; counts what was lost, reordered or mixed up. Gives the milliseconds to its first text. */
async function ask(target, tag, pauseMs) {
  await sleep(pauseMs);
  const { first, text } = await readStream({ ...target, key, body: target.body(`${tag} please`) });
  const pieces = text.trim().split(' ');
  lost.chunks += (target.chunks ?? CHUNKS) - pieces.length;
  lost.mixed += pieces.filter((piece, index) => piece !== `${tag}:${index}`).length;
  return first;
}

function report() {
  const [direct, yardstick, completions, message, short] = targets;
  const of = (target, name) => target.rounds.map((round) => round[name]);
  const added = (target) => of(target, 'first').map((first, round) => first - direct.rounds[round].first);
  console.log(`\nStreaming, ${STREAMS} streams of ${CHUNKS} chunks, ${PAUSE_MS} ms apart, Node ${process.version}, ${ROUNDS} rounds after ${WARM_UP} answers, median (least–most), load ${load()}\n`);
  printTable(
    ['target', 'first text ms', 'added ms', 'CPU µs/chunk', '÷ haproxy', 'CPU µs/chunk of the ai app'],
    targets.map((target) => [
      target.name,
      spread(of(target, 'first')),
      spread(added(target)),
      target.pid ? spread(of(target, 'cpu')) : '–',
      target.pid ? spread(ratios(of(target, 'cpu'), of(yardstick, 'cpu')), 2) : '–',
      target.pid === gateway.pid ? spread(of(target, 'app')) : '–',
    ]),
  );
  const perChunk = of(message, 'answer').map((answer, round) => (answer - of(short, 'answer')[round]) / (CHUNKS - FEW_CHUNKS));
  const perMessage = of(short, 'answer').map((answer, round) => (answer - FEW_CHUNKS * perChunk[round]) / 1000);
  console.log(`A message costs the gateway ${spread(perMessage)} ms of CPU, each chunk of its answer ${spread(perChunk)} µs more\n`);
  printBar(`${message.path}, CPU of one chunk more ÷ haproxy`, median(ratios(perChunk, of(yardstick, 'cpu'))), { atMost: 3.6 });
  for (const target of [completions, message]) {
    printBar(`${target.path}, CPU per chunk ÷ haproxy`, median(ratios(of(target, 'cpu'), of(yardstick, 'cpu'))), { atMost: 3.6 });
    printBar(`${target.path}, added ms to the first text`, median(added(target)), { atMost: 3 });
  }
  printBar('chunks lost', lost.chunks, { atMost: 0 }, 0);
  printBar('chunks reordered or mixed up', lost.mixed, { atMost: 0 }, 0);
}

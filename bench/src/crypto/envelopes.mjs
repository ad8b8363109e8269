// Envelopes between two parties: per second of CPU of the whole process, thread pool included, for one at a time; and per
// second of the clock with twice as many in flight as there are cores.
import { constants, generateKeyPairSync, publicEncrypt, randomBytes, sign } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { median, printBar, printTable, ratios, spread } from '../support/figures.mjs';
import { correspondences } from './correspondence.mjs';
import { rsaSignsPerSecond } from './openssl.mjs';

const TIMES = 400;
const IN_FLIGHT = 2 * availableParallelism();

/** CPU for each seal and open beside the signatures that `openssl speed` makes in the same round. */
export async function benchEnvelopes(library, rounds) {
  const parties = await correspondences(library);
  const signAndWrap = primitives();
  const measure = async () => {
    const round = { openssl: rsaSignsPerSecond(), 'RSA-2048 sign and wrap of node:crypto alone, CPU': (await rates(signAndWrap, 1)).cpu };
    for (const { name, seal, open } of parties) {
      const envelope = await seal();
      for (const [verb, action] of Object.entries({ seal, open: () => open(envelope) })) {
        round[`${name} ${verb}, CPU`] = (await rates(action, 1)).cpu;
        round[`${name} ${verb}, in flight`] = (await rates(action, IN_FLIGHT)).clock;
      }
    }
    return round;
  };
  await measure();
  const measured = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await measure());
  const column = (name) => measured.map((round) => round[name]);
  const names = Object.keys(measured[0]);
  printTable(['envelope of 1 KB', 'per second', '× openssl rsa2048 sign'], names.map((name) => [name, spread(column(name), 0), spread(ratios(column(name), column('openssl')), 2)]));
  for (const name of ['RSA-2048 seal, CPU', 'RSA-2048 seal, in flight']) printBar(`${name} × openssl speed rsa2048 sign`, median(ratios(column(name), column('openssl'))), { atLeast: 0.86 });
}

/** One signature and one wrapped secret, called as directly as Node allows: what no envelope of RSA-2048 can do without. */
function primitives() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const [message, secret] = [randomBytes(1500), randomBytes(32)];
  const [pss, oaep] = [{ padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }, { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }];
  return () => [sign('sha256', message, { key: privateKey, ...pss }), publicEncrypt({ key: publicKey, ...oaep }, secret)];
}

async function rates(action, inFlight) {
  const [begun, before] = [performance.now(), process.cpuUsage()];
  let left = TIMES;
  const work = async () => {
    while (left-- > 0) await action();
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  const { user, system } = process.cpuUsage(before);
  return { clock: (TIMES * 1e3) / (performance.now() - begun), cpu: (TIMES * 1e6) / (user + system) };
}

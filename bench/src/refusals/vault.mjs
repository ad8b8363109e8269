import { once } from 'node:events';
import path from 'node:path';
import { start } from '../support/processes.mjs';
import { isAsked, measureRefusals } from './measure.mjs';

/** Refusals of the vault as the gateway hears them: over HTTP, with its database behind it, in a process of its own. */
export async function benchVault(parts) {
  const child = start(process.execPath, [path.join(import.meta.dirname, 'vault-process.mjs')], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [{ target, gatewaySecret, suites }] = await Promise.race([once(child, 'message'), once(child, 'exit').then(([code]) => Promise.reject(new Error(`the vault ended with ${code}`)))]);
  const client = new parts.InternalClient({ target, key: parts.deriveMacKey(Buffer.from(gatewaySecret), 'gateway->vault'), audience: 'vault', timeoutMs: 5000, unavailable: 'KMS_UNAVAILABLE' });
  for (const [name, { user, envelopes }] of Object.entries(suites).filter(([name]) => isAsked(name))) {
    const open = (envelope) => client.json('POST', parts.VAULT_SERVICE_PATHS.envelopes.open, { envelope, recipient: user, onBehalfOf: null }).then(() => false, ({ code }) => code === 'DECRYPTION_FAILED');
    await measureRefusals(`vault, ${name}`, envelopes, open);
  }
  await client.close();
  const gone = once(child, 'exit');
  child.disconnect();
  await gone;
}

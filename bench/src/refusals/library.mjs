import { refusedEnvelopes } from './envelopes.mjs';
import { isAsked, measureRefusals } from './measure.mjs';

const SUITES = { 'RSA-2048': 0x0001, 'RSA-3072': 0x0002, X25519: 0x0010 };

/** Refusals of the library alone, each suite. */
export async function benchLibrary(parts) {
  const policy = { seal: Object.values(SUITES), open: Object.values(SUITES), maxLifeMs: 86_400_000 };
  const context = parts.encodeContext({ purpose: 'bench' });
  for (const [name, suite] of Object.entries(SUITES).filter(([name]) => isAsked(name))) {
    const sender = await parts.newEnvelopeKey({ use: 'sig', suite, owner: 'vault', version: 1 });
    const recipient = await parts.newEnvelopeKey({ use: 'enc', suite, owner: 'app:ai', version: 1 });
    const created = Date.now();
    const envelopes = await refusedEnvelopes(parts, { sender, recipient, context, policy, plaintext: new Uint8Array(1024), created, expires: created + 86_400_000 });
    const open = (envelope) => parts.openEnvelope(envelope, { keys: () => recipient, senders: () => sender, context, policy }).then(() => false, ({ code }) => code === 'DECRYPTION_FAILED');
    await measureRefusals(`library, ${name}`, envelopes, open);
  }
}

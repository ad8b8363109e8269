import { openEnvelope, type OpenEnvelopeOptions, type OpenedEnvelope, sealEnvelope, type SealEnvelopeRequest } from '../src/index.js';
import { hex } from './fixtures.js';
import { keyOf, OPEN_POLICY } from './keys.js';

export const NOW = Date.UTC(2026, 0, 1);
/** { purpose: 'prompt', chat: 'c1', user: 'u1', message: 'm1' } as `encodeContext` gives it. */
export const promptContext = hex('000407707572706f7365010000000670726f6d7074046368617401000000026331047573657201000000027531076d65737361676501000000026d31');

/** The vault writes to the ai app in one suite; everything can be overridden for a single envelope. */
export async function correspondence(suite: number) {
  const [sender, recipient] = [await keyOf('sig', suite, 'vault'), await keyOf('enc', suite, 'app:ai')];
  const defaults = { sender, recipient, context: promptContext, created: NOW, expires: NOW + 60_000, policy: OPEN_POLICY };
  const options: OpenEnvelopeOptions = {
    keys: (id) => (id === recipient.keyId ? recipient : undefined),
    senders: (id) => (id === sender.keyId ? sender : undefined),
    context: promptContext,
    policy: OPEN_POLICY,
    now: NOW + 1000,
  };
  return {
    sender,
    recipient,
    seal: (plaintext: Uint8Array, overrides: Partial<SealEnvelopeRequest> = {}): Promise<Buffer> => sealEnvelope({ ...defaults, plaintext, ...overrides }),
    open: (envelope: Uint8Array, overrides: Partial<OpenEnvelopeOptions> = {}): Promise<OpenedEnvelope> => openEnvelope(envelope, { ...options, ...overrides }),
  };
}

/** What opening failed with, as somebody outside could see it; null when it opened. */
export async function outwardError(opening: Promise<unknown>): Promise<string | null> {
  try {
    await opening;
    return null;
  } catch (error) {
    const { name, message, code, cause } = error as Error & { code?: string };
    return JSON.stringify([name, message, code, cause, Object.keys(error as Error)]);
  }
}

/** What every refusal looks like from outside. */
export const REFUSED = JSON.stringify(['DecryptionError', 'The stored content could not be opened.', 'DECRYPTION_FAILED', null, ['code', 'name']]);
/** What a suite that is not accepted looks like. */
export const UNSUPPORTED = JSON.stringify(['EnvelopeSuiteError', 'The envelope uses an algorithm suite that is not accepted here.', 'ENVELOPE_SUITE_UNSUPPORTED', null, ['code', 'name']]);

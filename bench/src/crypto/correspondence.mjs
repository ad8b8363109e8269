import { constants, sign } from 'node:crypto';

const SUITES = { 'RSA-2048': 0x0001, 'RSA-3072': 0x0002, X25519: 0x0010 };

/** Two parties for each suite, and what they need to seal and open envelopes of 1 KB. */
export async function correspondences(library) {
  const policy = { seal: Object.values(SUITES), open: Object.values(SUITES), maxLifeMs: 86_400_000 };
  const context = library.encodeContext({ purpose: 'bench' });
  const plaintext = new Uint8Array(1024);
  return Promise.all(
    Object.entries(SUITES).map(async ([name, suite]) => {
      const sender = await library.newEnvelopeKey({ use: 'sig', suite, owner: 'vault', version: 1 });
      const recipient = await library.newEnvelopeKey({ use: 'enc', suite, owner: 'app:ai', version: 1 });
      const created = Date.now();
      const seal = () => library.sealEnvelope({ sender, recipient, plaintext, context, created, expires: created + 3_600_000, policy });
      const open = (envelope, within = context) => library.openEnvelope(envelope, { keys: () => recipient, senders: () => sender, context: within, policy });
      return { name, seal, open, forge: (envelope) => forge(envelope, name, sender.privateKey) };
    }),
  );
}

/** The envelope with its wrapped secret, its tag or the start of its content changed, and signed anew by its sender. */
function forge(envelope, name, privateKey) {
  const rsa = name.startsWith('RSA-') ? Number(name.slice(4)) / 8 : 0;
  const [wrappedBytes, signatureBytes] = rsa ? [rsa, rsa] : [80, 64];
  const start = 6 + envelope.readUInt16BE(4);
  const places = { wrapping: start + 40, content: start + wrappedBytes, tag: envelope.length - signatureBytes - 1 };
  const envelopes = Object.fromEntries(
    Object.entries(places).map(([reason, place]) => {
      const changed = Buffer.from(envelope.subarray(0, -signatureBytes));
      changed[place] ^= 1;
      const options = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
      return [reason, Buffer.concat([changed, rsa ? sign('sha256', changed, options) : sign(null, changed, privateKey)])];
    }),
  );
  return { wrong: Object.keys(places), envelopes };
}

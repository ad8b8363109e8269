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
      return { name, seal, open };
    }),
  );
}

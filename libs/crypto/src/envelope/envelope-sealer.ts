import type { Step } from '../chunked/step.js';
import { contentSuite } from '../suites/registry.js';
import type { KeyReference } from './data-key.js';
import { derivationContext } from './derivation-context.js';
import { encodeHeader } from './header.js';

/** Seals one message: the header goes out with the first bytes. */
export function envelopeSealer(secret: Uint8Array, ref: KeyReference, context: Uint8Array): Step {
  const header = encodeHeader({ suite: contentSuite.id, keyId: ref.keyId, epoch: ref.epoch });
  const body = contentSuite.createSealer(secret, derivationContext(header, context));
  let head = [header];
  return {
    update(data, last) {
      const out = [...head, ...body.update(data, last)];
      head = [];
      return out;
    },
    close: () => body.close(),
  };
}

import { asBuffer, wipe } from '../bytes/bytes.js';
import { Collector } from '../bytes/collector.js';
import type { Step } from '../chunked/step.js';
import { failAlike } from '../errors/decryption.errors.js';
import { storedSuiteOf } from '../suites/registry.js';
import { derivationContext } from './derivation-context.js';
import { decodeSuite } from './header.js';
import { headerLength, PREFIX_BYTES } from './header-frame.js';

/** Opens one message. The first fault throws a DecryptionError, and so does everything after it. */
export class EnvelopeOpener implements Step {
  readonly #head = new Collector();
  #body: Step | undefined;
  readonly #secret: Buffer;
  #failed = false;

  /** Copies the secret, so that the caller may wipe its own at once. */
  constructor(
    secret: Uint8Array,
    private readonly context: Uint8Array,
  ) {
    this.#secret = Buffer.from(secret);
  }

  update(data: Uint8Array, last: boolean): Buffer[] {
    return failAlike(() => {
      const wasFailed = this.#failed;
      this.#failed = true;
      if (wasFailed) throw new Error('failed before');
      const rest = this.readHead(asBuffer(data));
      if (!this.#body && last) throw new Error('truncated');
      const out = this.#body?.update(rest, last) ?? [];
      this.#failed = false;
      return out;
    });
  }

  close(): void {
    this.#failed = true;
    wipe(this.#secret);
    this.#body?.close();
  }

  private readHead(data: Buffer): Buffer {
    if (this.#body) return data;
    const rest = this.#head.fill(PREFIX_BYTES, data);
    if (this.#head.bytes.length < PREFIX_BYTES) return rest;
    const length = headerLength(this.#head.bytes);
    const body = this.#head.fill(length, rest);
    if (this.#head.bytes.length === length) this.#body = this.start(this.#head.bytes);
    return body;
  }

  private start(header: Buffer): Step {
    return storedSuiteOf(decodeSuite(header)).createOpener(this.#secret, derivationContext(header, this.context));
  }
}

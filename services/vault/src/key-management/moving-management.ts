import { setImmediate as breathe } from 'node:timers/promises';
import { DecryptionError, wipe } from '@mateship/crypto';
import type { KeyPurpose } from '@mateship/contracts';
import type { KeyManagement, Versions, WrappedIn, WrappedKey } from './key-management.js';
import { isTransitWrapped, type PlainIn, type TransitManagement } from './transit-management.js';

const AT_ONCE = 20;

/**
 * Key management on its way from a key file to transit. New keys go to transit; a wrapped key says itself who opens it.
 * The versions of transit begin above those of the file, so that moving is a rotation: every key below the current
 * version is rewrapped, and the work may be cut off at any point.
 */
export class MovingManagement implements KeyManagement {
  private constructor(
    private readonly from: KeyManagement,
    private readonly to: TransitManagement,
  ) {}

  static async begin(from: KeyManagement, to: TransitManagement): Promise<MovingManagement> {
    await to.beginAt((await from.versions()).current + 1);
    return new MovingManagement(from, to);
  }

  wrap(purpose: KeyPurpose, context: Uint8Array, dek: Uint8Array): Promise<WrappedKey> {
    return this.to.wrap(purpose, context, dek);
  }

  unwrap(purpose: KeyPurpose, context: Uint8Array, wrapped: Uint8Array): Promise<Buffer> {
    return (isTransitWrapped(wrapped) ? this.to : this.from).unwrap(purpose, context, wrapped);
  }

  async rewrap(batch: readonly WrappedIn[]): Promise<(WrappedKey | null)[]> {
    const [there, here] = [batch.filter(({ wrapped }) => isTransitWrapped(wrapped)), batch.filter(({ wrapped }) => !isTransitWrapped(wrapped))];
    const [rewrapped, moved] = [await this.to.rewrap(there), await this.move(here)];
    return batch.map(({ wrapped }) => (isTransitWrapped(wrapped) ? rewrapped : moved).shift()!);
  }

  async versions(): Promise<Versions> {
    const [from, to] = await Promise.all([this.from.versions(), this.to.versions()]);
    return { current: to.current, least: from.least, versions: [...from.versions, ...to.versions] };
  }

  rotate(): Promise<number> {
    return this.to.rotate();
  }

  /** The newest version of the file stays in it: the file is removed by whoever is sure that no backup needs it. */
  async retire(below: number): Promise<void> {
    await this.from.retire(Math.min(below, (await this.from.versions()).current));
    await this.to.retire(below);
  }

  async check(): Promise<void> {
    await Promise.all([this.from.check(), this.to.check()]);
  }

  async close(): Promise<void> {
    await Promise.all([this.from.close(), this.to.close()]);
  }

  private async move(batch: readonly WrappedIn[]): Promise<(WrappedKey | null)[]> {
    const opened: (PlainIn | null)[] = [];
    try {
      for (const key of batch) {
        opened.push(await this.open(key));
        if (opened.length % AT_ONCE === 0) await breathe();
      }
      const wrapped = await this.to.wrapAll(opened.filter((key) => key !== null));
      return opened.map((key) => key && wrapped.shift()!);
    } finally {
      for (const key of opened) if (key) wipe(key.dek as Buffer);
    }
  }

  private async open({ purpose, context, wrapped }: WrappedIn): Promise<PlainIn | null> {
    try {
      return { purpose, context, dek: await this.from.unwrap(purpose, context, wrapped) };
    } catch (error) {
      if (error instanceof DecryptionError) return null;
      throw error;
    }
  }
}

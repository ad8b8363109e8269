import { UnstoredKeys } from '../../src/keys/unstored-keys/unstored-keys.js';
import type { TestGateway } from './gateway.js';

/** The keys that come to be from now on, and what is noted of keys. */
export class UnstoredKeysWatch {
  private readonly before: string[];

  constructor(private readonly gateway: TestGateway) {
    this.before = gateway.vault.keyIds;
  }

  /** The new keys that are still there. */
  made(): string[] {
    return this.gateway.vault.keyIds.filter((keyId) => !this.before.includes(keyId));
  }

  async notes(): Promise<number> {
    return (await this.gateway.dataSource.query<unknown[]>('SELECT key_id FROM unstored_key')).length;
  }

  /** As if the gateway, or another one beside it, went on for so long. */
  async sweepAfter(seconds: number, keys = this.gateway.service.app.get(UnstoredKeys)): Promise<void> {
    await this.gateway.dataSource.query('UPDATE unstored_key SET noted_at = noted_at - make_interval(secs => $1)', [seconds]);
    await keys.sweep();
    await keys.sweep();
  }

  /** Longer than anything has patience. */
  sweepAfterAWhile(keys?: UnstoredKeys): Promise<void> {
    return this.sweepAfter(301, keys);
  }
}

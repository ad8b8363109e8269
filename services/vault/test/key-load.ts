import { randomInt, randomUUID } from 'node:crypto';
import type { KeyBinding } from '@mateship/contracts';
import type { gatewayCalls } from './running-vault.js';

type Calls = Awaited<ReturnType<typeof gatewayCalls>>;
interface Known {
  place: KeyBinding;
  keyId: string;
  dek: Buffer;
}

/** A gateway that never rests: it reads keys that it knows, makes new ones and destroys some, and notes whatever goes wrong. */
export class KeyLoad {
  readonly known: Known[] = [];
  readonly failures: unknown[] = [];
  reads = 0;
  writes = 0;
  private running = true;
  private loops: Promise<void>[] = [];

  constructor(private readonly calls: Calls) {}

  async create(count: number): Promise<void> {
    for (let made = 0; made < count; made += 25) await Promise.all(Array.from({ length: Math.min(25, count - made) }, () => this.createOne()));
  }

  start(readers: number, writers: number): void {
    this.loops = [...Array.from({ length: readers }, () => this.loop(() => this.readOne())), ...Array.from({ length: writers }, () => this.loop(() => this.writeOne()))];
  }

  async stop(): Promise<void> {
    this.running = false;
    await Promise.all(this.loops);
  }

  /** Reads every key that must be there. */
  async readAll(): Promise<void> {
    for (let from = 0; from < this.known.length; from += 25) await Promise.all(this.known.slice(from, from + 25).map((key) => this.read(key)));
  }

  private async loop(step: () => Promise<void>): Promise<void> {
    while (this.running) await step().catch((error: unknown) => this.failures.push(error));
  }

  private readOne(): Promise<void> {
    return this.read(this.known[randomInt(this.known.length)]!);
  }

  private async read({ place, keyId, dek }: Known): Promise<void> {
    const opened = await this.calls.unseal(place, await this.calls.open(place, keyId));
    if (!opened.equals(dek)) throw new Error('another key came back');
    this.reads += 1;
  }

  private async writeOne(): Promise<void> {
    await this.createOne();
    this.writes += 1;
    if (randomInt(3) > 0) return;
    const place = { purpose: 'file' as const, ownerId: randomUUID(), objectId: randomUUID() };
    await this.calls.destroy(place, (await this.calls.create(place)).keyId);
  }

  private async createOne(): Promise<void> {
    const place = { purpose: 'chat' as const, ownerId: randomUUID(), objectId: randomUUID() };
    const sealed = await this.calls.create(place);
    this.known.push({ place, keyId: sealed.keyId, dek: await this.calls.unseal(place, sealed) });
  }
}

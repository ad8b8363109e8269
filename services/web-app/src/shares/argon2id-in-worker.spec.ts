import { argon2idInWorker } from './argon2id-in-worker.js';

/** A worker whose answers the test gives. */
class FakeWorker {
  static readonly all: FakeWorker[] = [];
  readonly asked: unknown[] = [];
  ended = false;
  onmessage: (event: { data: Uint8Array }) => void = () => {};
  onerror: (event: { message: string }) => void = () => {};
  constructor() {
    FakeWorker.all.push(this);
  }
  postMessage = (input: unknown) => void this.asked.push(input);
  terminate = () => void (this.ended = true);
}

const input = { password: Uint8Array.of(1), salt: Uint8Array.of(2), passes: 3, memoryKiB: 8, lanes: 1, length: 32 };
const RealWorker = globalThis.Worker;
beforeEach(() => {
  FakeWorker.all.length = 0;
  Object.assign(globalThis, { Worker: FakeWorker });
});
afterAll(() => Object.assign(globalThis, { Worker: RealWorker }));

describe('argon2idInWorker', () => {
  it('hands the work over and ends the worker with its answer, which holds the password no longer', async () => {
    const answer = argon2idInWorker(input);
    const [worker] = FakeWorker.all;
    expect([worker?.asked, worker?.ended]).toEqual([[input], false]);
    worker?.onmessage({ data: Uint8Array.of(9) });
    expect(await answer).toEqual(Uint8Array.of(9));
    expect(worker?.ended).toBe(true);
  });

  it('ends the worker that failed too', async () => {
    const answer = argon2idInWorker(input);
    const [worker] = FakeWorker.all;
    worker?.onerror({ message: 'out of memory' });
    await expect(answer).rejects.toThrow('out of memory');
    expect(worker?.ended).toBe(true);
  });

  it('gives each password a worker of its own', async () => {
    const answers = [argon2idInWorker(input), argon2idInWorker(input)];
    FakeWorker.all.toReversed().forEach((worker, index) => worker.onmessage({ data: Uint8Array.of(index) }));
    expect(await Promise.all(answers)).toEqual([Uint8Array.of(1), Uint8Array.of(0)]);
  });
});

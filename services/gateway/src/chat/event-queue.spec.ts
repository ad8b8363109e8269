import { EventQueue } from './event-queue.js';

const STAY = new AbortController().signal;

describe('EventQueue', () => {
  it('gives what came together in one batch, in order', async () => {
    const queue = new EventQueue<number>();
    for (const item of [1, 2, 3]) queue.push(item);
    const batches = queue.batches(STAY);
    expect((await batches.next()).value).toEqual([1, 2, 3]);
    const coming = batches.next();
    queue.push(4);
    queue.push(5);
    expect((await coming).value).toEqual([4, 5]);
  });

  it('gives the rest when it ends, and then no more', async () => {
    const queue = new EventQueue<number>();
    queue.push(1);
    queue.end();
    const all: number[] = [];
    for await (const batch of queue.batches(STAY)) all.push(...batch);
    expect(all).toEqual([1]);
  });

  it('lets a waiting reader go whose signal fires', async () => {
    const leaving = new AbortController();
    const coming = new EventQueue<number>().batches(leaving.signal).next();
    leaving.abort();
    await expect(coming).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('gives nothing to a reader whose signal has fired', async () => {
    const queue = new EventQueue<number>();
    queue.push(1);
    await expect(queue.batches(AbortSignal.abort()).next()).rejects.toMatchObject({ name: 'AbortError' });
  });
});

import { EventReader } from './event-reader.js';
import type { SentEvent } from './event-log.js';

const STAY = new AbortController().signal;
const event = (id: number): SentEvent => ({ id, text: `${id} ` });

describe('EventReader', () => {
  let sent: string[];
  let release: () => void;
  const quick = (text: string) => void sent.push(text);
  const slow = (text: string) => (sent.push(text), new Promise<void>((resolve) => (release = resolve)));
  beforeEach(() => (sent = []));

  it('holds back what comes until the reader has what came before', async () => {
    const reader = new EventReader(quick);
    for (const id of [3, 4, 5]) reader.push(event(id));
    expect(sent).toEqual([]);
    const over = reader.catchUp([event(2), event(3)], 1, STAY);
    expect(sent).toEqual(['2 3 4 5 ']);
    reader.end();
    await over;
  });

  it('sends at once what comes to a reader that keeps up', async () => {
    const reader = new EventReader(quick);
    const over = reader.catchUp([], 0, STAY);
    reader.push(event(1));
    expect(sent).toEqual(['1 ']);
    reader.push(event(2));
    reader.end();
    await over;
    expect(sent).toEqual(['1 ', '2 ']);
  });

  it('leaves out what the reader has seen', async () => {
    const reader = new EventReader(quick);
    for (const id of [1, 2, 3]) reader.push(event(id));
    reader.end();
    await reader.catchUp([], 2, STAY);
    expect(sent).toEqual(['3 ']);
  });

  it('gathers for a slow reader, in order, and is done only when all is sent', async () => {
    const reader = new EventReader(slow);
    let isOver = false;
    const over = reader.catchUp([event(1)], 0, STAY).then(() => (isOver = true));
    for (const id of [2, 3]) reader.push(event(id));
    reader.end();
    expect(sent).toEqual(['1 ']);
    release();
    await new Promise(setImmediate);
    expect([sent, isOver]).toEqual([['1 ', '2 3 '], false]);
    release();
    await over;
  });

  it('lets a waiting reader go whose signal fires', async () => {
    const leaving = new AbortController();
    const over = new EventReader(quick).catchUp([], 0, leaving.signal);
    leaving.abort();
    await expect(over).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('gives nothing to a reader whose signal has fired', async () => {
    await expect(new EventReader(quick).catchUp([event(1)], 0, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(sent).toEqual([]);
  });

  it('ends with the fault of who sends', async () => {
    const reader = new EventReader(() => Promise.reject(new Error('broken pipe')));
    await expect(reader.catchUp([event(1)], 0, STAY)).rejects.toThrow('broken pipe');
  });
});

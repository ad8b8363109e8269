import { Readable } from 'node:stream';
import { readEvents, type StreamEvent } from './event-reader.js';

async function read(...pieces: (string | Buffer)[]): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of readEvents(Readable.from(pieces.map((piece) => Buffer.from(piece)), { objectMode: false }))) events.push(event);
  return events;
}

it('reads events however the bytes are cut', async () => {
  const bytes = Buffer.from('event: a\ndata: {"t":"é: 😀"}\n\nevent: b\ndata: [1]\n\n');
  const expected = [{ event: 'a', data: { t: 'é: 😀' } }, { event: 'b', data: [1] }];
  expect(await read(bytes)).toEqual(expected);
  expect(await read(...[...bytes].map((byte) => Buffer.from([byte])))).toEqual(expected);
});

it('takes no event that was not finished', async () => {
  expect(await read('event: a\ndata: 1\n\nevent: b\ndata: 2\n')).toEqual([{ event: 'a', data: 1 }]);
});

it('destroys the body when its reader leaves', async () => {
  const body = Readable.from(['event: a\ndata: 1\n\n', 'event: b\ndata: 2\n\n'], { objectMode: false });
  for await (const event of readEvents(body)) if (event.event === 'a') break;
  expect(body.destroyed).toBe(true);
});

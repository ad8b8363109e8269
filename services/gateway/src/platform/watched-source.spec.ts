import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { WatchedSource } from './watched-source.js';

describe('WatchedSource', () => {
  it('gives what the source gives', async () => {
    const source = new WatchedSource(Readable.from([Buffer.from('a'), Buffer.from('b')]));
    expect(await text(source.stream)).toBe('ab');
    expect(source.fault).toBeUndefined();
  });

  it('knows the fault of the source', async () => {
    const body = new PassThrough();
    const source = new WatchedSource(body);
    body.write('a');
    const reading = text(source.stream);
    setImmediate(() => body.destroy(new Error('cut')));
    await expect(reading).rejects.toThrow('cut');
    expect(source.fault).toMatchObject({ message: 'cut' });
  });

  it('knows the fault of a source that broke before anybody read it', async () => {
    const body = new PassThrough();
    const source = new WatchedSource(body);
    body.destroy(new Error('cut'));
    await expect(text(source.stream)).rejects.toThrow('cut');
    expect(source.fault).toMatchObject({ message: 'cut' });
  });

  it('does not take a reader that fails for a fault of the source', async () => {
    const body = new PassThrough();
    body.write('a');
    const source = new WatchedSource(body);
    source.stream.once('data', () => source.stream.destroy(new Error('of the reader')));
    await new Promise((resolve) => source.stream.once('close', resolve));
    await new Promise(setImmediate);
    expect(source.fault).toBeUndefined();
    source.giveUp();
  });

  it.each([0, 1])('takes a source that is given up after %i chunks to its end', async (read) => {
    const body = Readable.from(Array.from({ length: 50 }, () => Buffer.alloc(1000)));
    const source = new WatchedSource(body);
    if (read > 0) for await (const chunk of source.stream) if (chunk) break;
    source.giveUp();
    await new Promise((resolve) => body.once('end', resolve));
    expect(source.fault).toBeUndefined();
  });
});

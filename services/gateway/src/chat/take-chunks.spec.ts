import { PassThrough, Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { takeChunks } from './take-chunks.js';

const letters = (chunk: Buffer) => [...chunk.toString()];

describe('takeChunks', () => {
  it('hands on every part in order', async () => {
    const taken: string[] = [];
    await takeChunks(Readable.from([Buffer.from('ab'), Buffer.from('c')]), letters, (letter) => void taken.push(letter));
    expect(taken.join('')).toBe('abc');
  });

  it('holds back what follows while a part is being dealt with', async () => {
    const body = new PassThrough();
    const taken: string[] = [];
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const done = takeChunks(body, letters, (letter) => {
      taken.push(letter);
      return letter === 'b' ? held : undefined;
    });
    body.write('abc');
    body.end('d');
    await turn();
    expect(taken.join('')).toBe('ab');
    release();
    await done;
    expect(taken.join('')).toBe('abcd');
  });

  it.each([
    ['at once', () => { throw new Error('no'); }],
    ['later', () => Promise.reject(new Error('no'))],
  ])('gives the body up when a part is refused %s', async (_when, refuse) => {
    const body = new PassThrough();
    const done = takeChunks(body, letters, refuse);
    body.write('a');
    await expect(done).rejects.toThrow('no');
    expect(body.destroyed).toBe(true);
  });

  it('fails when the body is cut', async () => {
    const body = new PassThrough();
    const done = takeChunks(body, letters, () => undefined);
    body.destroy();
    await expect(done).rejects.toThrow('Premature close');
  });

  it('fails with the fault of the body', async () => {
    const body = new PassThrough();
    const done = takeChunks(body, letters, () => undefined);
    body.destroy(new Error('reset'));
    await expect(done).rejects.toThrow('reset');
  });

  it.each([
    ['was cut', undefined, 'Premature close'],
    ['has failed', new Error('reset'), 'reset'],
  ])('does not wait for a body that %s before', async (_what, fault, message) => {
    const body = new PassThrough().on('error', () => undefined);
    body.write('a');
    body.destroy(fault);
    await turn();
    await expect(takeChunks(body, letters, () => undefined)).rejects.toThrow(message);
  });
});

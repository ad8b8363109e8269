import { finished, type Readable } from 'node:stream';

/** Takes one thing; a promise holds back what follows until it settles. */
export type Take<T> = (item: T) => Promise<unknown> | undefined | void;

/**
 * Hands the parts of each chunk on in the turn of the event loop in which it arrives, so that nothing waits for a
 * promise that need not. Ends with the body; what `parts` or `take` throws destroys it.
 */
export function takeChunks<T>(body: Readable, parts: (chunk: Buffer) => T[], take: Take<T>): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      reject(error as Error);
      body.destroy();
    };
    body.on('data', (chunk: Buffer) => {
      try {
        const held = takeAll(parts(chunk), take);
        if (!held) return;
        body.pause();
        held.then(() => body.resume(), fail);
      } catch (error) {
        fail(error);
      }
    });
    // Unlike events, this also tells of a body that broke before anybody listened.
    finished(body, { writable: false }, (fault) => (fault ? reject(fault) : resolve()));
  });
}

function takeAll<T>(items: T[], take: Take<T>): Promise<void> | undefined {
  for (let index = 0; index < items.length; index += 1) {
    const held = take(items[index]!);
    if (held) return takeRest(held, items.slice(index + 1), take);
  }
  return undefined;
}

async function takeRest<T>(held: Promise<unknown>, items: T[], take: Take<T>): Promise<void> {
  await held;
  for (const item of items) await take(item);
}

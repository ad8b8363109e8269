import { isKeyGone } from '../keys/key-gone.js';

/** A chat may get another key while it is read, and lose the one it had before. What is read then is under the other. */
export function onceMore<T>(read: () => Promise<T>): Promise<T> {
  return read().catch((error: unknown) => {
    if (isKeyGone(error)) return read();
    throw error;
  });
}

import type { Caller } from './call-limit.js';

/** What comes, unless the caller leaves first: then its reason is thrown, and what comes too late goes to `late`. */
export function unlessGone<T>(caller: Caller, coming: Promise<T>, late: (value: T) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    let gone = false;
    const leave = () => {
      gone = true;
      reject(caller.reason as Error);
    };
    if (caller.aborted) leave();
    else caller.addEventListener('abort', leave);
    coming.then(
      (value) => {
        caller.removeEventListener('abort', leave);
        if (gone) late(value);
        else resolve(value);
      },
      (error: unknown) => {
        caller.removeEventListener('abort', leave);
        reject(error as Error);
      },
    );
  });
}

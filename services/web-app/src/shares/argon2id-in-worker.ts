import type { Argon2id } from '@mateship/crypto/browser';

/** argon2id in a worker of its own, which ends with its answer. */
export const argon2idInWorker: Argon2id = (input) => {
  const worker = new Worker(new URL('./argon2id.worker.ts', import.meta.url), { type: 'module' });
  const answer = new Promise<Uint8Array>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Uint8Array>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  worker.postMessage(input);
  return answer.finally(() => worker.terminate());
};

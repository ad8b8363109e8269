import type { Session } from './session.js';

/** Signing out in one tab signs out in all of them. Returns the function that tells the others. */
export function connectTabs(session: Session): () => void {
  const channel = new BroadcastChannel('mateship-session');
  channel.onmessage = (message: MessageEvent<unknown>) => {
    if (message.data === 'signed-out' && session.snapshot().status === 'signed-in') session.end('asked');
  };
  return () => channel.postMessage('signed-out');
}

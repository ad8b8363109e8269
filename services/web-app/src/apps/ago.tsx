import { formatAgo } from './app-formats.js';

/** A moment as people say it, and exactly for those who ask. */
export function Ago({ at, now }: { at: string; now: number }) {
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {formatAgo(at, now)}
    </time>
  );
}

import { LABELS } from '@mateship/fleet';
import { z } from 'zod';

/** The Engine's `die` event (API 1.41, GET /events), as far as it is of use. */
const DieEvent = z.object({
  Action: z.literal('die'),
  timeNano: z.number(),
  Actor: z.object({ ID: z.string(), Attributes: z.object({ exitCode: z.string().regex(/^\d{1,3}$/), name: z.string(), [LABELS.app]: z.string(), [LABELS.release]: z.string() }) }),
});

/** That a container ended. */
export interface Exit {
  id: string;
  container: string;
  app: string;
  release: string;
  exitCode: number;
  /** ISO 8601. */
  at: string;
}

/** Reads one line of the Engine's events; null for what is no end of an app's container. */
export function readExit(line: string): Exit | null {
  const event = DieEvent.safeParse(parse(line));
  if (!event.success) return null;
  const { ID, Attributes } = event.data.Actor;
  return {
    id: ID,
    container: Attributes.name,
    app: Attributes[LABELS.app],
    release: Attributes[LABELS.release],
    exitCode: Number(Attributes.exitCode),
    at: new Date(event.data.timeNano / 1e6).toISOString(),
  };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

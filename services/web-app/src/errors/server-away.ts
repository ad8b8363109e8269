import { ApiError } from '@mateship/client';

/** Nothing answered. A TypeError, as fetch throws it, but never a fault of the page itself. */
export class ServerAway extends TypeError {
  override readonly name = 'ServerAway';
}

/** The global fetch, telling a server that does not answer from whatever else may fail. */
export const fetchOrAway: typeof fetch = async (input, init) => {
  try {
    return await fetch(input, init);
  } catch (error) {
    throw error instanceof TypeError ? new ServerAway(error.message, { cause: error }) : error;
  }
};

/** Whether waiting helps: nothing answered, or what stands before the server says that it is not there. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof ApiError)) return error instanceof ServerAway;
  return error.code === 'SHUTTING_DOWN' || (error.code === 'BAD_RESPONSE' && error.status >= 502 && error.status <= 504);
}

/** Whether the server answers, without asking it for anything. */
export async function isServerThere(signal?: AbortSignal): Promise<boolean> {
  return fetch('/health/live', { cache: 'no-store', ...(signal ? { signal } : {}) }).then(({ ok }) => ok, () => false);
}

/** An import of a part of the page. The router reloads when one fails; with the server away that would leave the browser's own error page. */
export function part<Module>(load: () => Promise<Module>): () => Promise<Module> {
  return () =>
    load().catch(async (error: unknown) => {
      throw (await isServerThere()) ? error : new ServerAway('A part of the page could not be loaded.', { cause: error });
    });
}

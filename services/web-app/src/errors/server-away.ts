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

/**
 * An import of a part of the page. The router loads the page again, once, when a module did not arrive; with the server
 * away that would leave the browser's own error page. The style of a part counts as one of its modules.
 */
export function part<Module>(load: () => Promise<Module>): () => Promise<Module> {
  return () =>
    load().catch(async (error: unknown) => {
      if (!(await isServerThere())) throw new ServerAway('A part of the page could not be loaded.', { cause: error });
      throw isMissingStyle(error) ? new TypeError(`Failed to fetch dynamically imported module: ${error.message}`, { cause: error }) : error;
    });
}

/** As Vite words it. */
function isMissingStyle(error: unknown): error is Error {
  return error instanceof Error && error.message.startsWith('Unable to preload CSS');
}

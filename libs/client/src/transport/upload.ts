import { readError } from '../errors/read-error.js';

/** One upload: a multipart form to an address. */
export interface UploadRequest {
  url: string;
  headers: Record<string, string>;
  form: FormData;
  /** Called with the part that has been sent, from 0 to 1. */
  onProgress?: (part: number) => void;
  signal?: AbortSignal;
}

/** Sends an upload and gives the parsed answer; throws ApiError when the server refuses. */
export type UploadTransport = (request: UploadRequest) => Promise<unknown>;

/** The transport that works everywhere and reports progress only at its end. */
export function fetchUpload(send: typeof globalThis.fetch = fetch): UploadTransport {
  return async ({ url, headers, form, onProgress, signal }) => {
    const response = await send(url, { method: 'POST', headers, body: form, signal: signal ?? null });
    const body = await response.text();
    if (!response.ok) throw readError({ status: response.status, body, header: (name) => response.headers.get(name) });
    onProgress?.(1);
    return JSON.parse(body) as unknown;
  };
}

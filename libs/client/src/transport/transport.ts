import { readError } from '../errors/read-error.js';
import type { ApiPath } from './api-path.js';
import type { UploadTransport } from './upload.js';

/** How a client reaches the server and proves who is asking. */
export interface ClientOptions {
  /** Origin of the server, '' for the page's own. */
  baseUrl: string;
  /** Defaults to the global fetch. */
  fetch?: typeof globalThis.fetch;
  /** The access token or API key of the moment; null sends none. */
  getAccessToken?: () => string | null | Promise<string | null>;
  /** Called once when the server answers 401; true means a new token is at hand and the request is worth repeating. */
  onUnauthorized?: () => Promise<boolean>;
  /** Sends uploads in a way that reports progress; defaults to fetch, which reports only the end. */
  upload?: UploadTransport;
}

/** One request. `anonymous` requests carry no token and are not repeated. */
export interface RequestSpec {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: ApiPath;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
  anonymous?: boolean;
  signal?: AbortSignal;
}

/** What every call of the client accepts besides its input. */
export interface CallOptions {
  signal?: AbortSignal;
  /** Lets the request outlive the page; for small requests only. */
  keepalive?: boolean;
}

/** Sends requests, adds the token, repeats once after a renewed one, and turns refusals into ApiError. */
export class Transport {
  private readonly send: typeof globalThis.fetch;

  constructor(readonly options: ClientOptions) {
    this.send = options.fetch ?? ((input, init) => fetch(input, init));
  }

  async json<Result>(spec: RequestSpec & { keepalive?: boolean }): Promise<Result> {
    const response = await this.raw({ ...spec, headers: { accept: 'application/json', ...spec.headers } });
    if (response.status === 204) return undefined as Result;
    return (await response.json()) as Result;
  }

  async raw(spec: RequestSpec & { keepalive?: boolean }): Promise<Response> {
    return this.authorised(spec.anonymous ?? false, async (authorization) => {
      const response = await this.send(this.address(spec), {
        method: spec.method,
        headers: { ...authorization, ...spec.headers, ...(spec.body === undefined ? {} : { 'content-type': 'application/json' }) },
        body: spec.body === undefined ? null : JSON.stringify(spec.body),
        signal: spec.signal ?? null,
        keepalive: spec.keepalive ?? false,
        credentials: 'same-origin',
      });
      if (response.ok) return response;
      throw readError({ status: response.status, body: await response.text(), header: (name) => response.headers.get(name) });
    });
  }

  /** Runs an attempt with the current token, and once more when the server wanted a newer one. */
  async authorised<Result>(anonymous: boolean, attempt: (headers: Record<string, string>) => Promise<Result>): Promise<Result> {
    if (anonymous) return attempt({});
    try {
      return await attempt(await this.authorization());
    } catch (error) {
      const renewed = isUnauthorised(error) && (await this.options.onUnauthorized?.());
      if (!renewed) throw error;
      return attempt(await this.authorization());
    }
  }

  address(spec: Pick<RequestSpec, 'path' | 'query'>): string {
    const query = Object.entries(spec.query ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as [string, string]]));
    const search = query.length > 0 ? `?${new URLSearchParams(query)}` : '';
    return `${this.options.baseUrl}${spec.path}${search}`;
  }

  private async authorization(): Promise<Record<string, string>> {
    const token = await this.options.getAccessToken?.();
    return token ? { authorization: `Bearer ${token}` } : {};
  }
}

function isUnauthorised(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 401;
}

import type { Fields } from './fields.js';
import type { Answer, Operation } from './protocol.js';
import type { Token } from './tokens/token.js';

/** A request on its way to a handler. */
export interface Call {
  operation: Operation;
  /** The whole path, without /v1/. */
  path: string;
  /** What the placeholders of the route stand for. */
  params: Record<string, string>;
  /** The parameters of the body, or of the query where there is no body. */
  fields: Fields;
  /** Whose request it is; null where nobody has to be. */
  token: Token | null;
  /** The token as it was sent, before it was checked. */
  sentToken: string;
  /** The address of the caller. */
  address: string;
  /** Seconds that X-Vault-Wrap-TTL asks for; 0 without it. */
  wrapSeconds: number;
}

/** Does what one operation on a path is for. */
export type Handler = (call: Call) => Answer | null | Promise<Answer | null>;

/** A path of a backend with the operations it knows. */
export interface Route {
  pattern: RegExp;
  handlers: Partial<Record<Operation, Handler>>;
  settings: RouteSettings;
}

/** What is special about a route. */
export interface RouteSettings {
  /** Needs no token. */
  open?: boolean;
  /** Needs the `sudo` capability too. */
  sudo?: boolean;
  /** Makes a write ask for `create` instead of `update` when there is nothing yet. */
  exists?: (params: Record<string, string>) => boolean;
}

/** A route below a mount: `keys/:name/config`. A placeholder that starts with `*` takes the rest of the path. */
export function route(path: string, handlers: Route['handlers'], settings: RouteSettings = {}): Route {
  const pattern = path.replace(/[.+?^$()[\]{}|\\]/g, '\\$&').replace(/\*(\w+)/g, '(?<$1>.+)').replace(/:(\w+)/g, '(?<$1>[^/]+)');
  return { pattern: new RegExp(`^${pattern}/?$`), handlers, settings };
}

/** What is mounted somewhere. */
export interface Backend {
  type: string;
  routes: Route[];
  /** Takes back what the mount has given, before it goes away. */
  unmount?(): Promise<void>;
}

/** The names of a list, in Vault's shape; null, which is a 404, when there are none. */
export function listed(keys: Iterable<string>): Answer | null {
  const sorted = [...keys].sort();
  return sorted.length > 0 ? { data: { keys: sorted } } : null;
}

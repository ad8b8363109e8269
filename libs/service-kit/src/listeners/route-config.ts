import 'reflect-metadata';

/** The servers a service may have: the outside world, its fellow services, and apps. */
export type ListenerName = 'public' | 'internal' | 'apps';

/** What our decorators leave in the Fastify config of a route. */
export interface KitRouteConfig {
  listener?: ListenerName | 'any';
  rawBody?: boolean;
}

declare module 'fastify' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- widens Fastify's type, which only an interface can
  interface FastifyContextConfig extends KitRouteConfig {}
}

/** The key under which Nest's Fastify adapter looks for a route's config. */
const METADATA = '__fastify_route_config__';

/**
 * Says on which listener a controller or one of its handlers answers; the handler's word wins. Elsewhere the route
 * answers 404 like one that does not exist. Without it a route is only on `internal`; `any` means all listeners.
 */
export function ListenOn(listener: ListenerName | 'any'): ClassDecorator & MethodDecorator {
  return (target: object, _name?: string | symbol, method?: PropertyDescriptor) => {
    if (method) extend(method.value as object, { listener });
    else for (const handler of handlersOf(target as { prototype: object })) extend(handler, { listener, ...read(handler) });
  };
}

/** Hands the handler the body as the Buffer that arrived, unread: for MACs over bytes and for passing on. */
export function RawBody(): MethodDecorator {
  return (_target, _name, method) => extend(method.value as object, { rawBody: true });
}

function handlersOf({ prototype }: { prototype: object }): object[] {
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(prototype));
  return descriptors.flatMap(([name, { value }]) => (name !== 'constructor' && typeof value === 'function' ? [value as object] : []));
}

function read(handler: object): KitRouteConfig | undefined {
  return Reflect.getMetadata(METADATA, handler) as KitRouteConfig | undefined;
}

function extend(handler: object, config: KitRouteConfig): void {
  Reflect.defineMetadata(METADATA, { ...read(handler), ...config }, handler);
}

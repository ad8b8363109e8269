import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ListenerName } from '@mateship/service-kit';
import { policyOf, type AccessPolicy } from './access.policy.js';

/** A route as Fastify knows it; `policy` is undefined for a route that states none or that Nest did not make. */
export interface RoutePolicy {
  method: string;
  path: string;
  policy: AccessPolicy | undefined;
  listener: ListenerName | 'any';
}

/**
 * Notes every route that Fastify is given from now on. Call it before the app is initialised and read the list
 * afterwards; a test on it fails for each route that was added without a policy.
 */
export function listRoutePolicies(app: NestFastifyApplication): readonly RoutePolicy[] {
  const routes: RoutePolicy[] = [];
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      const listener = route.config?.listener ?? 'internal';
      for (const method of [route.method].flat()) routes.push({ method, path: route.url, policy: policyOf(route.handler), listener });
    });
  return routes;
}

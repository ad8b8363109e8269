import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { ApiKeyScope } from '@mateship/contracts';

/**
 * Who may call a route. `user` and `admin` take a session only; `scope` takes a session or an API key with that
 * scope; `internal` and `app` are routes of the inner listeners, whose callers prove themselves there.
 * `unthrottled` is for probes, which must not fail because their address is busy.
 */
export type AccessPolicy =
  | { readonly public: true; readonly unthrottled?: true }
  | { readonly user: true }
  | { readonly scope: ApiKeyScope }
  | { readonly admin: true }
  | { readonly internal: true }
  | { readonly app: true };

const ACCESS_POLICY = 'mateship:access-policy';

/** Whether the policy asks for a person's credential, and so for a principal. */
export function needsPrincipal(policy: AccessPolicy): boolean {
  return 'user' in policy || 'scope' in policy || 'admin' in policy;
}

/** States who may call a route. A route without it answers 404. */
export function Access(policy: AccessPolicy): MethodDecorator {
  return applyDecorators(SetMetadata(ACCESS_POLICY, policy), ...(needsPrincipal(policy) ? [ApiBearerAuth()] : []));
}

/** Gives every handler of a controller that was written elsewhere the same policy. */
export function assignAccess(controller: { prototype: object }, policy: AccessPolicy): void {
  for (const name of Object.getOwnPropertyNames(controller.prototype)) {
    const descriptor = Object.getOwnPropertyDescriptor(controller.prototype, name);
    if (name !== 'constructor' && typeof descriptor?.value === 'function') Access(policy)(controller.prototype, name, descriptor);
  }
}

/** The policy of a handler; undefined when nobody stated one. Nest copies it onto the callback that Fastify routes to. */
export function policyOf(handler: object): AccessPolicy | undefined {
  return Reflect.getMetadata(ACCESS_POLICY, handler) as AccessPolicy | undefined;
}

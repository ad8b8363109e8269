import { DomainError } from '@mateship/contracts';

/** Refuses a browser's request that a page of another origin made; what is no browser sends no Origin header. */
export function refuseForeignOrigin(headers: { origin?: string; host?: string }): void {
  const { origin, host } = headers;
  if (origin === undefined) return;
  if (!URL.canParse(origin) || new URL(origin).host !== host) throw new DomainError('ORIGIN_DENIED');
}

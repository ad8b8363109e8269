import { DomainError, Invocation } from '@mateship/contracts';

/** Reads the invocation header: base64url JSON, already proven by the MAC. */
export function parseInvocation(header: string | undefined): Invocation {
  try {
    return Invocation.parse(JSON.parse(Buffer.from(header ?? '', 'base64url').toString('utf8')));
  } catch (cause) {
    throw new DomainError('CALLER_UNTRUSTED', { cause });
  }
}

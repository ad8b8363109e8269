/** Why a request got no answer that could be used. */
export type VaultFaultKind = 'sealed' | 'unreachable' | 'slow' | 'denied' | 'absent' | 'refused' | 'broken';

const SENTENCES: Record<VaultFaultKind, string> = {
  sealed: 'Vault is sealed or in standby. Unseal it.',
  unreachable: 'Vault cannot be reached. Check its address and whether it runs.',
  slow: 'Vault did not answer in time.',
  denied: 'Vault denied the request. Check the policy of the role and whether its token still lives.',
  absent: 'Vault has nothing at this path.',
  refused: 'Vault refused the request as wrong.',
  broken: 'Vault answered with something that is no answer.',
};
const OUTAGES: ReadonlySet<VaultFaultKind> = new Set(['sealed', 'unreachable', 'slow', 'broken']);

/** A request to Vault that failed. Neither its message nor its properties hold a token, a secret id or what was sent. */
export class VaultFault extends Error {
  override readonly name = 'VaultFault';

  /** `reasons` is what the server wrote; it is for decisions in code, not for people or logs. */
  constructor(
    readonly kind: VaultFaultKind,
    readonly reasons: readonly string[] = [],
    sentence = SENTENCES[kind],
  ) {
    super(sentence);
    Object.defineProperty(this, 'reasons', { enumerable: false });
  }

  /** Whether the same request may succeed later, without anybody changing rights or data. */
  get isOutage(): boolean {
    return OUTAGES.has(this.kind);
  }
}

/** What an answer's status says. */
export function kindOfStatus(status: number): VaultFaultKind {
  if (status === 503 || status === 429 || status === 472 || status === 473 || status === 501) return 'sealed';
  if (status === 401 || status === 403) return 'denied';
  if (status === 404) return 'absent';
  return status >= 400 && status < 500 ? 'refused' : 'broken';
}

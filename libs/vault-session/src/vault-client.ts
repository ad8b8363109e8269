import vault from 'node-vault';
import { z } from 'zod';
import { Transport } from './transport.js';
import { kindOfStatus, VaultFault } from './vault-fault.js';

/** One request to Vault. */
export interface VaultRequest<T> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /v1/, without a slash at its start, such as `transit/keys/one`. A listing is a GET with `?list=true`. */
  path: string;
  body?: Record<string, unknown>;
  /** Has the answer wrapped for so long; it then holds `wrap_info` alone. */
  wrapSeconds?: number;
  /** What the whole answer must look like; an answer without a body is `undefined`. Another answer is a fault of kind `broken`. */
  answer: z.ZodType<T>;
  signal?: AbortSignal;
  /** Instead of the session's; at most 1,900. */
  timeoutMs?: number;
}

const Refusal = z.object({ response: z.object({ statusCode: z.int(), body: z.unknown() }) });
const Reasons = z.object({ errors: z.array(z.string()) });

/** node-vault with a deadline, typed answers and faults. Knows no token of its own. */
export class VaultClient {
  private readonly transport: Transport;
  private readonly vault: vault.client;

  constructor(
    address: string,
    ca: string | undefined,
    private readonly timeoutMs: number,
  ) {
    this.transport = new Transport(ca);
    this.vault = vault({ endpoint: address, 'request-promise': this.transport, debug: () => undefined });
    // It would take these from the environment.
    Object.assign(this.vault, { token: '', namespace: '', pathPrefix: '' });
  }

  /** @throws VaultFault; the reason of `signal` when that aborts */
  async request<T>(token: string | null, { method, path, body, wrapSeconds, answer, signal, timeoutMs }: VaultRequest<T>): Promise<T> {
    const deadline = AbortSignal.timeout(Math.min(timeoutMs ?? this.timeoutMs, 1900));
    const response: unknown = await this.vault
      .request({
        method,
        path: `/${path}`,
        json: body,
        headers: { 'X-Vault-Request': 'true', ...(token !== null && { 'X-Vault-Token': token }), ...(wrapSeconds !== undefined && { 'X-Vault-Wrap-TTL': String(wrapSeconds) }) },
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
      })
      .catch((error: unknown) => {
        signal?.throwIfAborted();
        throw deadline.aborted ? new VaultFault('slow') : faultOf(error);
      });
    const result = answer.safeParse(response);
    if (!result.success) throw new VaultFault('broken');
    return result.data;
  }

  close(): void {
    this.transport.close();
  }
}

function faultOf(error: unknown): VaultFault {
  if (error instanceof VaultFault) return error;
  const refusal = Refusal.safeParse(error);
  if (!refusal.success) return new VaultFault('unreachable');
  const { statusCode, body } = refusal.data.response;
  return new VaultFault(kindOfStatus(statusCode), Reasons.safeParse(body).data?.errors);
}

import { DomainError } from '@mateship/contracts';
import { deriveMacKey, InternalClient } from '@mateship/service-kit';
import type { AppEnvironment } from '../config/app-environment.js';

/** The longest that a skill may take, in milliseconds; each call ends at its own deadline anyway. */
const TIMEOUT_MS = 600_000;

/** The app's signed connection to the gateway, opened on first use. */
export class GatewayLink {
  private opened: InternalClient | undefined;

  constructor(private readonly environment: AppEnvironment) {}

  client(): InternalClient {
    return (this.opened ??= this.open());
  }

  async close(): Promise<void> {
    await this.opened?.close();
  }

  private open(): InternalClient {
    const { id, secret, gateway } = this.environment;
    if (!secret || !gateway) throw new DomainError('SKILL_FAILED', { cause: new Error('this app was started without a gateway') });
    const key = deriveMacKey(secret, `app:${id}->gateway`);
    return new InternalClient({ target: gateway, key, audience: 'gateway', timeoutMs: TIMEOUT_MS, unavailable: 'SKILL_FAILED' });
  }
}

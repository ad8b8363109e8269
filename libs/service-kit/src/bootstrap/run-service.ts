import { ConfigError } from '../config/config.errors.js';
import { hasParentPipe } from '../config/env.js';
import { JsonLogger } from '../logging/json-logger.js';
import type { RunningService } from './running-service.js';

/**
 * The whole of a `main.ts`: makes the service, starts it, and stays until SIGTERM, SIGINT or the end of the launcher,
 * then drains and exits 0. A {@link ConfigError} is printed as it is and exits 1, without a stack.
 */
export async function runService(create: () => Promise<RunningService>): Promise<void> {
  const service = await Promise.resolve().then(create).catch(giveUp);
  const end = new Promise<void>((resolve) => onEnd(resolve));
  await service.start().catch(giveUp);
  service.app.get(JsonLogger).log('the service is ready', { addresses: service.addresses });
  process.send?.({ ready: true });
  await end;
  await service.stop();
  exit(0);
}

function onEnd(end: () => void): void {
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (hasParentPipe()) process.stdin.on('close', end).on('error', end).resume();
}

function giveUp(error: unknown): never {
  const text = error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  return process.exit(1);
}

/** Leaves once the last log lines are out. */
function exit(code: number): void {
  process.stdout.write('', () => process.exit(code));
}

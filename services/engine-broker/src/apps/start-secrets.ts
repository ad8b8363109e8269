import { createHash, randomBytes } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { APP_FOLDERS } from '@mateship/fleet';
import type { KnownApp } from '../releases/releases.js';
import { Containers } from './containers.js';
import { identityArchive, secretArchive } from './secret-archive.js';

/** A container between two of its runs. */
export interface Resting {
  id: string;
  /** When its last run began, as the Engine says it. */
  lastRun: string;
}

/** What a container was given last. */
interface Given {
  container: string;
  /** Of its secret files. */
  digest: string;
  /** What was prepared for the run that follows another. */
  next: { lastRun: string; identity: string } | null;
}

/** Puts into an app's volume what its next start finds there: a secret of that start alone, and its secret files. */
@Injectable()
export class StartSecrets {
  private readonly logger = new Logger(StartSecrets.name);
  private readonly given = new Map<string, Given>();

  constructor(private readonly containers: Containers) {}

  /** Gives the secret of the start that follows. What was prepared serves once, for the run that it was prepared for. */
  async provide(app: KnownApp, { id, lastRun }: Resting, secrets: Record<string, string>): Promise<string> {
    const digest = digestOf(secrets);
    const given = this.given.get(app.id);
    this.given.delete(app.id);
    const isReady = given?.container === id && given.digest === digest && given.next?.lastRun === lastRun;
    const identity = isReady ? given.next!.identity : newIdentity();
    if (!isReady) await this.containers.write(id, secretArchive({ identity, secrets, group: groupOf(app) }), APP_FOLDERS.run);
    this.given.set(app.id, { container: id, digest, next: null });
    return identity;
  }

  /** Writes the secret of the next start while the app sleeps, so that no wake waits for it. Not needed, hence never an error. */
  async prepare(app: KnownApp, { id, lastRun }: Resting): Promise<void> {
    const given = this.given.get(app.id);
    if (given?.container !== id) return;
    given.next = null;
    const identity = newIdentity();
    try {
      await this.containers.write(id, identityArchive({ identity, group: groupOf(app) }), APP_FOLDERS.run);
      given.next = { lastRun, identity };
    } catch {
      this.logger.warn('the next start of an app could not be prepared', { app: app.id });
    }
  }
}

function newIdentity(): string {
  return randomBytes(32).toString('base64url');
}

function digestOf(secrets: Record<string, string>): string {
  const sorted = Object.entries(secrets).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url');
}

function groupOf({ container }: KnownApp): number {
  return Number.parseInt(container.user, 10);
}

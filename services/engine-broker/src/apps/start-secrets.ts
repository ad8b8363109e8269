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

interface Prepared extends Resting {
  identity: string;
}

/** Puts into an app's volume what its next start finds there: a secret of that start alone, and its secret files. */
@Injectable()
export class StartSecrets {
  private readonly logger = new Logger(StartSecrets.name);
  /** Containers by app, with a digest of the secret files that they have. */
  private readonly given = new Map<string, { id: string; digest: string }>();
  private readonly prepared = new Map<string, Prepared>();

  constructor(private readonly containers: Containers) {}

  /** Gives the secret of the start that follows. What was prepared serves once, for the run that it was prepared for. */
  async provide(app: KnownApp, { id, lastRun }: Resting, secrets: Record<string, string>): Promise<string> {
    const [ready, given, digest] = [this.prepared.get(app.id), this.given.get(app.id), digestOf(secrets)];
    this.prepared.delete(app.id);
    if (ready?.id === id && ready.lastRun === lastRun && given?.id === id && given.digest === digest) return ready.identity;
    const identity = randomBytes(32).toString('base64url');
    this.given.delete(app.id);
    await this.containers.write(id, secretArchive({ identity, secrets, group: groupOf(app) }), APP_FOLDERS.run);
    this.given.set(app.id, { id, digest });
    return identity;
  }

  /** Writes the secret of the next start while the app sleeps, so that no wake waits for it. Not needed, hence never an error. */
  async prepare(app: KnownApp, { id, lastRun }: Resting): Promise<void> {
    this.prepared.delete(app.id);
    if (this.given.get(app.id)?.id !== id) return;
    const identity = randomBytes(32).toString('base64url');
    try {
      await this.containers.write(id, identityArchive({ identity, group: groupOf(app) }), APP_FOLDERS.run);
      this.prepared.set(app.id, { id, lastRun, identity });
    } catch {
      this.logger.warn('the next start of an app could not be prepared', { app: app.id });
    }
  }
}

function digestOf(secrets: Record<string, string>): string {
  const sorted = Object.entries(secrets).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url');
}

function groupOf({ container }: KnownApp): number {
  return Number.parseInt(container.user, 10);
}

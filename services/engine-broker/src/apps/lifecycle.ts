import { Injectable } from '@nestjs/common';
import { DomainError, type StartedApp } from '@mateship/contracts';
import { PORTS } from '@mateship/fleet';
import type { KnownApp } from '../releases/releases.js';
import { Containers, PREVIOUS } from './containers.js';
import { Images } from './images.js';
import { OneAtATime } from './one-at-a-time.js';
import { type Resting, StartSecrets } from './start-secrets.js';
import { Surroundings } from './surroundings.js';

/** Makes, starts, stops and removes the containers of apps; one thing at a time for each app. */
@Injectable()
export class Lifecycle {
  private readonly line = new OneAtATime();

  constructor(
    private readonly containers: Containers,
    private readonly images: Images,
    private readonly surroundings: Surroundings,
    private readonly secrets: StartSecrets,
  ) {}

  pull(app: KnownApp): Promise<void> {
    return this.line.run(app.id, () => this.images.pull(app));
  }

  create(app: KnownApp): Promise<void> {
    return this.line.run(app.id, async () => void (await this.ensure(app)));
  }

  /**
   * Starts an app afresh. A container that runs is stopped before, since it has the secret of another start, or none
   * when somebody else started it.
   */
  start(app: KnownApp, secrets: Record<string, string>): Promise<StartedApp> {
    refuseUndeclared(app, secrets);
    return this.line.run(app.id, async () => {
      const { isRunning, ...container } = await this.ensure(app);
      if (isRunning) await this.containers.stop(container.id);
      const secret = await this.secrets.provide(app, container, secrets);
      await this.containers.start(container.id);
      return { target: `${app.container.network.addresses.app}:${PORTS.app}`, secret };
    });
  }

  stop(app: KnownApp): Promise<void> {
    return this.line.run(app.id, async () => {
      const found = await this.containers.find(app);
      if (!found) return;
      await this.containers.stop(found.Id);
      await this.secrets.prepare(app, { id: found.Id, lastRun: found.State.StartedAt });
    });
  }

  /** Puts the app's container aside as the previous one, or back where there is none. Takes no name from anybody. */
  rename(app: KnownApp): Promise<void> {
    return this.line.run(app.id, async () => {
      const { name } = app.container;
      const [current, previous] = [await this.containers.find(app), await this.containers.find(app, PREVIOUS)];
      if (current && previous) throw new DomainError('APP_UNAVAILABLE', { message: `The app "${app.id}" has a current and a previous container. Remove one first.` });
      const found = current ?? previous;
      if (!found) throw new DomainError('NOT_FOUND');
      await this.containers.rename(found.Id, current ? `${name}${PREVIOUS}` : name);
    });
  }

  /** Removes containers, network and secrets. The app's data stays. */
  remove(app: KnownApp): Promise<void> {
    return this.line.run(app.id, async () => {
      for (const found of [await this.containers.find(app), await this.containers.find(app, PREVIOUS)]) {
        if (found) await this.containers.remove(found.Id);
      }
      await this.surroundings.remove(app);
    });
  }

  /** Makes sure that the app's container is there as the broker would make it now. */
  private async ensure(app: KnownApp): Promise<Resting & { isRunning: boolean }> {
    const [image, network, found] = await Promise.all([this.images.idOf(app), this.surroundings.networkId(app), this.containers.find(app)]);
    if (found && this.containers.isCurrent(found, app, image, network)) {
      await this.surroundings.join(app);
      return { id: found.Id, lastRun: found.State.StartedAt, isRunning: found.State.Running };
    }
    if (found) await this.containers.remove(found.Id);
    await this.surroundings.ensure(app);
    return { id: await this.containers.create(app, image), lastRun: '', isRunning: false };
  }
}

function refuseUndeclared({ id, secrets }: KnownApp, given: Record<string, string>): void {
  const fields = Object.keys(given).filter((name) => !secrets.includes(name)).map((name) => ({ path: `secrets.${name}`, message: `is not declared by "${id}"` }));
  if (fields.length > 0) throw new DomainError('VALIDATION_FAILED', { details: { fields } });
}

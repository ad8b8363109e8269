import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type KeyVersionHold, type KeyVersions } from '@mateship/contracts';
import type { EntityManager } from 'typeorm';
import { CONFIG, type VaultConfig } from '../config/config.js';
import { KEY_MANAGEMENT, type KeyManagement } from '../key-management/key-management.js';
import { describeVersions, nextRotation } from './describe-versions.js';
import { KeyVersionRepository } from './key-version.repository.js';
import { RewrapRepository } from './rewrap.repository.js';
import { RewrapWorker } from './rewrap.worker.js';

/** Rotates and retires the key-encryption keys, and says how they are. */
@Injectable()
export class RotationService {
  constructor(
    private readonly repository: KeyVersionRepository,
    private readonly rows: RewrapRepository,
    private readonly worker: RewrapWorker,
    @Inject(KEY_MANAGEMENT) private readonly management: KeyManagement,
    @Inject(CONFIG) private readonly config: VaultConfig,
  ) {}

  async status(): Promise<KeyVersions> {
    const [versions, keys, holds] = await Promise.all([this.management.versions(), this.rows.countByVersion(), this.repository.holds()]);
    return describeVersions({ versions, keys, holds, rotateDays: this.config.rotateDays, progress: this.worker.progress });
  }

  /** A new current version. @throws DomainError KEY_ROTATION_RUNNING while the last one is not applied yet */
  async rotate(actor: string): Promise<KeyVersions> {
    // Also when it is refused: what it waits for may be keys that nobody has noticed.
    await this.repository.alone((manager) => this.rotateAlone(manager, actor)).finally(() => this.worker.start());
    return this.status();
  }

  /** Rotates when the schedule says so. A rotation that is still being applied puts it off. */
  async rotateIfDue(now = new Date()): Promise<boolean> {
    const rotated = await this.repository.alone(async (manager) => {
      const next = nextRotation(await this.management.versions(), this.config.rotateDays);
      if (!next || next > now || (await this.isBehind(manager))) return false;
      await this.rotateAlone(manager, 'schedule');
      return true;
    });
    if (rotated) this.worker.start();
    return rotated;
  }

  /** Makes older versions useless for good. @throws DomainError KEY_VERSION_IN_USE while a key or a backup needs one */
  async retire(below: number, actor: string): Promise<KeyVersions> {
    await this.repository.alone(async (manager) => {
      const { current, least } = await this.management.versions();
      if (below > current) throw new DomainError('KEY_VERSION_IN_USE', { details: { current } });
      if (below <= least) return;
      // The floor first: no row can slip below it while the rows are counted, or after.
      await this.repository.raiseFloor(manager, below);
      await this.requireUnused(manager, below);
      await this.repository.audit(manager, { actor, action: 'retire', version: below });
    });
    await this.settle();
    return this.status();
  }

  /** Records that a backup needs the versions from one on. @throws DomainError KEY_VERSION_IN_USE when one is retired already */
  async hold(hold: KeyVersionHold, actor: string): Promise<KeyVersions> {
    await this.repository.alone(async (manager) => {
      const [floor, { least, current }] = await Promise.all([this.repository.floor(manager), this.management.versions()]);
      if (hold.leastVersion < Math.max(floor, least) || hold.leastVersion > current) throw new DomainError('KEY_VERSION_IN_USE', { message: 'The backup needs a version of the keys that is not there.', details: { least, current } });
      await this.repository.hold(manager, hold);
      await this.repository.audit(manager, { actor, action: 'hold', version: hold.leastVersion });
    });
    return this.status();
  }

  /** Finishes a retirement that was decided and then cut off. */
  async settle(): Promise<void> {
    await this.repository.alone(async (manager) => this.management.retire(await this.repository.floor(manager)));
  }

  private async rotateAlone(manager: EntityManager, actor: string): Promise<void> {
    if (await this.isBehind(manager)) throw new DomainError('KEY_ROTATION_RUNNING', { retryAfter: 5 });
    const { current } = await this.management.versions();
    await this.repository.audit(manager, { actor, action: 'rotate', version: current + 1 });
    await this.management.rotate();
  }

  /** Whether keys wait for the worker; those that it could not open wait for nothing. */
  private async isBehind(manager: EntityManager): Promise<boolean> {
    const { current } = await this.management.versions();
    return (await this.rows.countBelow(current, manager)) > this.worker.progress.failures;
  }

  private async requireUnused(manager: EntityManager, below: number): Promise<void> {
    const keys = await this.rows.countBelow(below, manager);
    if (keys > 0) throw new DomainError('KEY_VERSION_IN_USE', { details: { keys } });
    const holds = (await this.repository.holds(manager)).filter(({ leastVersion }) => leastVersion < below);
    if (holds.length > 0) throw new DomainError('KEY_VERSION_IN_USE', { message: 'A backup that is still kept needs this version of the keys.', details: { holds } });
  }
}

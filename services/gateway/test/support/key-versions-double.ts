import { DomainError, VAULT_KEY_VERSION_PATHS, VaultRetireRequest, VaultRotateRequest, type KeyVersions } from '@mateship/contracts';

/** Versions of key-encryption keys as the vault tells of them, without any keys. A rotation stays at work until a test ends it. */
export class KeyVersionsDouble {
  /** Who rotated and retired, in order. */
  readonly actors: string[] = [];
  private versions = [1];
  private left = 0;

  finish(): void {
    this.left = 0;
  }

  answer(url: string, body: unknown): KeyVersions {
    if (url === VAULT_KEY_VERSION_PATHS.rotate) this.rotate(VaultRotateRequest.parse(body));
    if (url === VAULT_KEY_VERSION_PATHS.retire) this.retire(VaultRetireRequest.parse(body));
    const current = this.versions.at(-1) ?? 1;
    return {
      current,
      least: this.versions[0] ?? 1,
      versions: this.versions.map((version) => ({ version, createdAt: '2026-01-01T00:00:00.000Z', keys: version === current ? 3 - this.left : this.left })),
      lastRotationAt: current > 1 ? '2026-01-01T00:00:00.000Z' : null,
      nextRotationAt: '2026-04-01T00:00:00.000Z',
      rewrap: { state: this.left > 0 ? 'running' : 'idle', total: 3, left: this.left, perSecond: 0, failures: 0 },
      holds: [],
    };
  }

  private rotate({ actor }: VaultRotateRequest): void {
    if (this.left > 0) throw new DomainError('KEY_ROTATION_RUNNING');
    this.actors.push(actor);
    this.versions.push((this.versions.at(-1) ?? 1) + 1);
    this.left = 2;
  }

  private retire({ actor, below }: VaultRetireRequest): void {
    if (this.left > 0) throw new DomainError('KEY_VERSION_IN_USE', { details: { keys: this.left } });
    this.actors.push(actor);
    this.versions = this.versions.filter((version) => version >= below);
  }
}

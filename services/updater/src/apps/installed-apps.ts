import { type AppRef, DomainError } from '@mateship/contracts';
import { type AppRelease, subnetOf } from '@mateship/fleet';

/** The apps that are installed here, each in its one release. Whatever else is asked for does not exist. */
export class InstalledApps {
  private readonly byId: ReadonlyMap<string, AppRelease>;

  constructor(releases: readonly AppRelease[]) {
    this.byId = new Map(releases.map((release) => [release.manifest.id, release]));
  }

  all(): AppRelease[] {
    return [...this.byId.values()];
  }

  has(id: string): boolean {
    return this.byId.has(id);
  }

  /** @throws DomainError NOT_FOUND */
  refOf(id: string): AppRef {
    const found = this.byId.get(id);
    if (!found) throw new DomainError('NOT_FOUND');
    return { app: id, release: found.manifest.version };
  }

  /** Whose subnet of /29 an IPv4 address lies in; null when it is nobody's. */
  appAt(address: string, installation: { networkPrefix: string }): string | null {
    const subnet = address.replace(/\d+$/, (last) => `${Number(last) & ~7}/29`);
    return this.all().find((release) => subnetOf(installation, release.slot) === subnet)?.manifest.id ?? null;
  }
}

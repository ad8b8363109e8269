import { DomainError } from '@mateship/contracts';
import { type AppContainer, type AppRelease, containerOf, type Installation } from '@mateship/fleet';

/** An app that the broker knows, as the container that it makes of it. */
export interface KnownApp {
  id: string;
  release: string;
  /** Names of the secret files that the app may have. */
  secrets: readonly string[];
  /** Where to pull the image from; null when it is built here. */
  published: string | null;
  container: AppContainer;
}

/** What the manifests in the broker's own image allow. Nobody can add to it at run time. */
export class Releases {
  private readonly apps: Map<string, KnownApp>;

  constructor(releases: readonly AppRelease[], readonly installation: Installation) {
    this.apps = new Map(releases.map((release) => [release.manifest.id, knownApp(release, installation)]));
  }

  all(): KnownApp[] {
    return [...this.apps.values()];
  }

  byId(id: string): KnownApp | undefined {
    return this.apps.get(id);
  }

  /** @throws DomainError NOT_FOUND, the same for an app that is not known and for another release of one that is. */
  get(id: string, release: string): KnownApp {
    const app = this.apps.get(id);
    if (app?.release !== release) throw new DomainError('NOT_FOUND');
    return app;
  }
}

function knownApp(release: AppRelease, installation: Installation): KnownApp {
  const { id, version, permissions, image } = release.manifest;
  return { id, release: version, secrets: permissions.secrets, published: image ?? null, container: containerOf(release, installation) };
}

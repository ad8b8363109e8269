import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { type AppManifest, DomainError, type SkillManifest } from '@mateship/contracts';
import { readManifest } from '@mateship/fleet';

/** An app that is installed here: what it declares and where its bundle lies. */
export interface InstalledApp {
  manifest: AppManifest;
  folder: string;
}

/** First segments of the public API; an app of that name could never be reached or would shadow a route. */
const RESERVED = new Set([
  'admin', 'api_keys', 'apps', 'auth', 'chat', 'credits', 'files', 'health', 'mates', 'models', 'shares', 'skills', 'users', 'vault',
]);

/** The installed apps and their skills, from their manifests alone: a sleeping app is listed like any other. */
@Injectable()
export class AppCatalogue {
  private readonly byId = new Map<string, InstalledApp>();
  private readonly skills = new Map<string, { app: InstalledApp; skill: SkillManifest }>();

  constructor(apps: InstalledApp[]) {
    for (const app of apps) {
      const { id } = app.manifest;
      if (RESERVED.has(id)) throw new DomainError('MANIFEST_INVALID', { message: `The app id "${id}" is reserved.` });
      if (this.byId.has(id)) throw new DomainError('MANIFEST_INVALID', { message: `Two apps use the id "${id}".` });
      this.byId.set(id, app);
      for (const skill of app.manifest.skills) this.skills.set(`${id}/${skill.id}`, { app, skill });
    }
  }

  all(): InstalledApp[] {
    return [...this.byId.values()];
  }

  get(appId: string): InstalledApp | undefined {
    return this.byId.get(appId);
  }

  skill(appId: string, skillId: string): { app: InstalledApp; skill: SkillManifest } | undefined {
    return this.skills.get(`${appId}/${skillId}`);
  }
}

/**
 * Reads every `<folder>/<app>/(dist/)app.yaml`. A manifest that is not valid stops the start and is named.
 * @param marker the file that makes a folder an app's: its bundle where we run it, its manifest alone where a container does.
 */
export function readInstalledApps(folder: string, marker: 'main.mjs' | 'app.yaml' = 'main.mjs'): InstalledApp[] {
  const apps: InstalledApp[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const bundle = ['dist', '.'].map((sub) => path.join(folder, entry.name, sub)).find((dir) => existsSync(path.join(dir, marker)));
    if (!entry.isDirectory() || !bundle) continue;
    const file = path.join(bundle, 'app.yaml');
    if (!existsSync(file)) throw new DomainError('MANIFEST_INVALID', { message: `The app "${entry.name}" has no manifest: ${file} is missing. Build the app again.` });
    apps.push({ manifest: readManifest(file), folder: bundle });
  }
  return apps;
}

import { readdirSync, readFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { AppManifest, DomainError, type SkillManifest } from '@mateship/contracts';
import { parse } from 'yaml';
import { z } from 'zod';

/** An app that is installed here: what it declares and where its bundle lies. */
export interface InstalledApp {
  manifest: AppManifest;
  folder: string;
}

/** First segments of the public API; an app of that name could never be reached or would shadow a route. */
const RESERVED = new Set([
  'admin', 'api_keys', 'apps', 'auth', 'chat', 'credits', 'files', 'health', 'mates', 'models', 'skills', 'users', 'vault',
]);

/** The installed apps and their skills, from their manifests alone: a sleeping app is listed like any other. */
@Injectable()
export class AppCatalogue {
  private readonly byId = new Map<string, InstalledApp>();

  constructor(apps: InstalledApp[]) {
    for (const app of apps) {
      const { id } = app.manifest;
      if (RESERVED.has(id)) throw new DomainError('MANIFEST_INVALID', { message: `The app id "${id}" is reserved.` });
      if (this.byId.has(id)) throw new DomainError('MANIFEST_INVALID', { message: `Two apps use the id "${id}".` });
      this.byId.set(id, app);
    }
  }

  all(): InstalledApp[] {
    return [...this.byId.values()];
  }

  get(appId: string): InstalledApp | undefined {
    return this.byId.get(appId);
  }

  skill(appId: string, skillId: string): { app: InstalledApp; skill: SkillManifest } | undefined {
    const app = this.byId.get(appId);
    const skill = app?.manifest.skills.find((candidate) => candidate.id === skillId);
    return app && skill ? { app, skill } : undefined;
  }
}

/** Reads every `<folder>/<app>/(dist/)app.yaml`. A manifest that is not valid stops the start and is named. */
export function readInstalledApps(folder: string): InstalledApp[] {
  const apps: InstalledApp[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const bundle = ['dist', '.'].map((sub) => path.join(folder, entry.name, sub)).find((dir) => existsSync(path.join(dir, 'main.mjs')));
    if (!entry.isDirectory() || !bundle) continue;
    const file = path.join(bundle, 'app.yaml');
    if (!existsSync(file)) throw new DomainError('MANIFEST_INVALID', { message: `The app "${entry.name}" has no manifest: ${file} is missing. Build the app again.` });
    const parsed = AppManifest.safeParse(parse(readFileSync(file, 'utf8')));
    if (!parsed.success) {
      throw new DomainError('MANIFEST_INVALID', { message: `The manifest of "${entry.name}" is not valid:\n${z.prettifyError(parsed.error)}` });
    }
    apps.push({ manifest: parsed.data, folder: bundle });
  }
  return apps;
}

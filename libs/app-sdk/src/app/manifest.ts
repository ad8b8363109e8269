import fs from 'node:fs';
import path from 'node:path';
import { isNativeError } from 'node:util/types';
import { type AppManifest, DomainError, parseManifest } from '@mateship/contracts';
import { ConfigError } from '@mateship/service-kit';
import { parse as parseYaml } from 'yaml';
import type { App } from './define-app.js';

/**
 * Reads the app's manifest and checks that it names exactly the app's skills.
 * @throws ConfigError with everything that is wrong.
 */
export function loadManifest(app: App): AppManifest {
  const file = locate(app.manifestFile);
  const manifest = parse(file);
  const problems = differences(manifest, app).map((problem) => `${file}: ${problem}`);
  if (problems.length > 0) throw new ConfigError(problems);
  return manifest;
}

/** In a bundle this module lies beside app.yaml; from source an app runs in its project's folder. */
function locate(file: string): string {
  const beside = path.resolve(import.meta.dirname, file);
  return fs.existsSync(beside) ? beside : path.resolve(file);
}

function parse(file: string): AppManifest {
  try {
    return parseManifest(readYaml(file), file);
  } catch (error) {
    throw error instanceof DomainError ? new ConfigError([error.message]) : error;
  }
}

function readYaml(file: string): unknown {
  try {
    return parseText(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigError([`${file}: ${isNativeError(error) ? error.message : 'cannot be read'}`]);
  }
}

/** Bundles carry the manifest as JSON, which is YAML as well and is read far sooner. */
function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parseYaml(text);
  }
}

function differences(manifest: AppManifest, app: App): string[] {
  const declared = new Map(manifest.skills.map((skill) => [skill.id, skill.streaming]));
  const defined = new Map(app.skills.map((skill) => [skill.id, skill.kind === 'stream']));
  return [
    ...[...declared.keys()].filter((id) => !defined.has(id)).map((id) => `skill ${id} is declared but not defined`),
    ...[...defined.keys()].filter((id) => !declared.has(id)).map((id) => `skill ${id} is defined but not declared`),
    ...[...defined].filter(([id, streams]) => declared.has(id) && declared.get(id) !== streams).map(([id]) => `skill ${id}: streaming does not agree`),
  ];
}

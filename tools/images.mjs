// Builds every first-party image as the compose files at the root describe them, `node tools/images.mjs [service…]` those of some services.
// MATESHIP_EXTRA_CA names a file of certificates for machines behind a proxy that intercepts TLS.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const files = ['docker-compose.core.yml', 'docker-compose.apps.yml'].flatMap((file) => ['--file', file]);

const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout?.trim() ?? '';
const version = process.env.MATESHIP_VERSION ?? '0.1.0';
const labels = { VERSION: version, REVISION: git('rev-parse', 'HEAD'), SOURCE: git('config', '--get', 'remote.origin.url').replace(/\/\/[^/@]*@/, '//') };
const args = Object.entries(labels).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);

const { status } = spawnSync('docker', ['compose', ...files, 'build', ...args, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { COMPOSE_PROJECT_NAME: 'mateship', MATESHIP_EXTRA_CA: process.env.NODE_EXTRA_CA_CERTS ?? '/dev/null', ...process.env },
});
process.exitCode = status ?? 1;

// Bundles the project in the current folder into dist/main.mjs: one file that starts in an empty folder.
// A project adds to it with a bundle.config.mjs: { input?, inputs?: { name: file }, external?, copy?: [from, to][], finish?(outputFolder) };
// each of `inputs` (a worker thread, for example) becomes dist/<name>.mjs.
import fs from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { parse } from 'yaml';
import { toAscii } from './src/bundle/ascii.ts';

const root = path.resolve(import.meta.dirname, '..');
const project = process.cwd();
const settingsFile = path.join(project, 'bundle.config.mjs');
const settings = fs.existsSync(settingsFile) ? (await import(settingsFile)).default : {};
const output = path.join(project, 'dist');

// Peers that Nest and TypeORM look for only when they are configured; none of them is.
const OPTIONAL = [
  '@nestjs/microservices', '@nestjs/microservices/microservices-module.js',
  '@nestjs/websockets', '@nestjs/websockets/socket-module', '@nestjs/platform-express', '@nestjs/platform-ws', '@grpc/grpc-js',
  '@grpc/proto-loader', 'kafkajs', 'mqtt', 'nats', 'amqplib', 'amqp-connection-manager', 'ioredis', 'class-validator',
  'class-transformer', 'class-transformer/storage', '@fastify/view', 'react-native-sqlite-storage', 'better-sqlite3', 'sqlite3',
  'sql.js', 'mysql', 'mysql2', 'oracledb', 'mssql', 'mongodb', 'hdb-pool', '@sap/hana-client', '@google-cloud/spanner', 'typeorm-aurora-data-api-driver',
  'redis', 'pg-native', 'pg-query-stream', 'expo-sqlite', 'ts-node', 'cpu-features',
];

// Packages that come bundled, as nestjs-zod does, ask for their optional peers in a way that the bundler does not see.
const manifest = path.join(project, 'package.json');
const { dependencies = {} } = fs.existsSync(manifest) ? JSON.parse(fs.readFileSync(manifest, 'utf8')) : {};
const visibleRequires = {
  name: 'visible-requires',
  transform: {
    filter: { code: /__require\("/ },
    // As long as before, so that source maps stay true without a new one.
    handler: (code) => ({ code: code.replaceAll(/__require\("([^"]+)"\)/g, (call, name) => (name in dependencies ? `require  ("${name}")` : call)), map: null }),
  },
};

fs.rmSync(output, { recursive: true, force: true });
const bundle = await rolldown({
  input: Object.fromEntries(Object.entries({ main: settings.input ?? 'src/main.ts', ...settings.inputs }).map(([name, file]) => [name, path.join(project, file)])),
  platform: 'node',
  cwd: project,
  tsconfig: path.join(project, 'tsconfig.json'),
  external: [...OPTIONAL.filter((name) => !(settings.include ?? []).includes(name)), /\.node$/, ...(settings.external ?? [])],
  resolve: { conditionNames: ['node', 'default'] },
  transform: { decorator: { legacy: true, emitDecoratorMetadata: true }, assumptions: { setPublicClassFields: true } },
  plugins: [visibleRequires],
  treeshake: true,
  logLevel: 'warn',
  onLog(level, log, handler) {
    if (['CONFIGURATION_FIELD_CONFLICT', 'EVAL', 'CIRCULAR_DEPENDENCY', 'UNRESOLVED_IMPORT', 'COMMONJS_VARIABLE_IN_ESM'].includes(log.code)) return;
    handler(level, log);
  },
});
const { output: files } = await bundle.write({
  dir: output,
  format: 'esm',
  entryFileNames: '[name].mjs',
  chunkFileNames: 'chunk-[hash].mjs',
  sourcemap: true,
  // Whitespace only: names stay readable in logs and stacks, and Nest's messages stay true.
  minify: { mangle: false, compress: false },
  banner: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
});
await bundle.close();
for (const [from, to] of settings.copy ?? []) fs.cpSync(path.resolve(project, from), path.join(output, to), { recursive: true });
for (const { fileName, type } of files) if (type === 'chunk') writeAsAscii(path.join(output, fileName));
// Written as JSON, which YAML holds too and an app reads far sooner when it wakes.
const appManifest = path.join(project, 'app.yaml');
if (fs.existsSync(appManifest)) fs.writeFileSync(path.join(output, 'app.yaml'), `${JSON.stringify(parse(fs.readFileSync(appManifest, 'utf8')), null, 2)}\n`);
await settings.finish?.(output);
process.stdout.write(`${path.relative(root, output)}/main.mjs ${(fs.statSync(path.join(output, 'main.mjs')).size / 1e6).toFixed(1)} MB\n`);

function writeAsAscii(file) {
  const before = fs.readFileSync(file, 'utf8');
  const map = fs.existsSync(`${file}.map`) ? JSON.parse(fs.readFileSync(`${file}.map`, 'utf8')) : null;
  const { code, mappings } = toAscii({ code: before, mappings: map?.mappings ?? '' });
  if (code === before) return;
  fs.writeFileSync(file, code);
  if (map) fs.writeFileSync(`${file}.map`, JSON.stringify({ ...map, mappings }));
}

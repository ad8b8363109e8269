import fs from 'node:fs';
import path from 'node:path';
import { PrepareError } from '../run-tool.mjs';

/** Makes `.env` from the example on the first start and gives its values; the environment of this process wins, as it does for Compose. */
export function readSettings(root, port) {
  const file = path.join(root, '.env');
  if (!fs.existsSync(file)) fs.copyFileSync(path.join(root, '.env.example'), file);
  if (port !== undefined) setValue(file, 'MATESHIP_PORT', String(port));
  const values = Object.fromEntries(
    fs
      .readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => /^([A-Z_][A-Z0-9_]*)=(.*)$/.exec(line.trim()))
      .filter((match) => match !== null)
      .map(([, name, value]) => [name, value.replace(/^(["'])(.*)\1$/, '$2')]),
  );
  const settings = { ...values, ...process.env };
  return {
    port: Number(settings.MATESHIP_PORT || 8080),
    project: settings.COMPOSE_PROJECT_NAME || 'mateship',
    url: settings.MATESHIP_PUBLIC_URL || `http://localhost:${settings.MATESHIP_PORT || 8080}`,
  };
}

/** Changes one value, and keeps every other line as the administrator wrote it. */
function setValue(file, name, value) {
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  const index = lines.findIndex((line) => line.startsWith(`${name}=`));
  if (lines[index] === `${name}=${value}`) return;
  if (index === -1) lines.splice(-1, 0, `${name}=${value}`);
  else lines[index] = `${name}=${value}`;
  const next = `${file}.next`;
  fs.writeFileSync(next, lines.join('\n'), { mode: fs.statSync(file).mode & 0o777 });
  fs.renameSync(next, file);
}

/** `--name value` or `--name=value`. */
export function option(args, name) {
  const index = args.findIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  if (index === -1) return undefined;
  return args[index].includes('=') ? args[index].slice(args[index].indexOf('=') + 1) : args[index + 1];
}

export function portOption(args) {
  const text = option(args, 'port');
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new PrepareError('--port must be a number from 1 to 65535.');
  return port;
}

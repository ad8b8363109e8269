import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The private folder that the runtime gives one start of an app. */
export interface TempHome {
  folder: string;
  secret: Buffer;
  secretFile: string;
  secretsFolder: string;
  appSocket: string;
  gatewaySocket: string;
  remove(): void;
}

/** Makes such a folder under the system's temp folder, with a fresh one-time secret in it. */
export function makeHome(secrets: Record<string, string> = {}): TempHome {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'app-'));
  const secret = randomBytes(32);
  const inside = (name: string) => path.join(folder, name);
  fs.writeFileSync(inside('identity'), secret.toString('base64url'), { mode: 0o400 });
  fs.mkdirSync(inside('secrets'), { mode: 0o700 });
  for (const [name, value] of Object.entries(secrets)) fs.writeFileSync(path.join(inside('secrets'), name), value, { mode: 0o400 });
  return {
    folder,
    secret,
    secretFile: inside('identity'),
    secretsFolder: inside('secrets'),
    appSocket: inside('app.sock'),
    gatewaySocket: inside('gateway.sock'),
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
}

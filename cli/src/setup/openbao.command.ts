import fs from 'node:fs';
import path from 'node:path';
import { VaultFault } from '@mateship/vault-session';
import { initialiseVault, prepareVault, VAULT_SERVICES, type VaultService } from '@mateship/vault-session/preparation';
import { z } from 'zod';
import { CommandError } from '../command.errors.js';
import { writeDurably } from '../data-folder/write-durably.js';
import { USERS } from './volumes.js';

/** Where the server is and what lies where. */
export interface OpenbaoSettings {
  address: string;
  ca?: string;
  /** Folder with deploy/vault/policies. */
  policies: string;
  /** Gets a folder for each service. */
  output: string;
  /** Gets `initial-keys.json`, the one copy of the administrator's token and the recovery keys. */
  admin: string;
  /** Services that get a new wrapped first secret id. */
  renew?: string[];
}

const InitialKeys = z.object({ rootToken: z.string().min(1) });

/** `mateship setup openbao`: initialises a new server and brings it to what the services need. Safe to run again. */
export async function openbaoCommand(settings: OpenbaoSettings): Promise<void> {
  const unknown = settings.renew?.filter((name) => !(name in VAULT_SERVICES)) ?? [];
  if (unknown.length > 0) throw new CommandError(`No service logs in to Vault under the name ${unknown.join(', ')}. There are: ${Object.keys(VAULT_SERVICES).join(', ')}.`);
  try {
    const file = path.join(settings.admin, 'initial-keys.json');
    const keys = await initialiseVault(settings.address, settings.ca);
    if (keys) {
      writeDurably(file, `${JSON.stringify(keys, null, 2)}\n`, 0o600);
      tell(`${file} holds the only copy of the recovery keys and of the administrator's token. Move it off this machine.`);
    }
    const token = tokenOf(file);
    if (token === null) return tell(`Nothing was changed: ${file} is not there. To change policies or hand out secret ids, put an administrator's token into it and run this again.`);
    await prepareVault({ address: settings.address, token, caFile: settings.ca, policies: settings.policies, output: settings.output, renew: settings.renew as VaultService[] | undefined });
  } catch (error) {
    if (error instanceof VaultFault) throw new CommandError(error.message);
    throw error;
  }
  giveAway(settings.output);
  tell('Keys, policies and roles are in place. Each first secret id works once, within a day.');
}

/** The administrator's token in `initial-keys.json`; null when the file is not there. */
export function tokenOf(file: string): string | null {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return InitialKeys.parse(JSON.parse(text)).rootToken;
  } catch {
    throw new CommandError(`${file} is damaged: it must be JSON with a rootToken.`);
  }
}

/** As root, each service becomes the owner of what is its own. */
function giveAway(output: string): void {
  if (process.getuid?.() !== 0) return;
  for (const service of Object.keys(VAULT_SERVICES) as VaultService[]) {
    const folder = path.join(output, service);
    for (const name of ['', ...fs.readdirSync(folder)]) fs.lchownSync(path.join(folder, name), USERS[service], USERS[service]);
  }
}

function tell(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

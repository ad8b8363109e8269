import { adminAppsApi } from './apps/admin-apps.js';
import { adminKeysApi } from './keys/admin-keys.js';
import { apiKeysApi } from './api-keys/api-keys.js';
import { appsApi, skillsApi } from './apps/apps.js';
import { authApi } from './auth/auth.js';
import { chatsApi } from './chats/chats.js';
import { creditsApi } from './credits/credits.js';
import { filesApi } from './files/files.js';
import { invitesApi } from './invites/invites.js';
import { matesApi } from './mates/mates.js';
import { sharesApi } from './shares/shares.js';
import { Transport, type ClientOptions } from './transport/transport.js';
import { usersApi } from './users/users.js';
import { vaultApi } from './vault/vault.js';

/** The public API, one group of functions for each noun. Every refusal is an ApiError. */
export type Client = ReturnType<typeof createClient>;

/** Makes a client of one server for one person. */
export function createClient(options: ClientOptions) {
  const transport = new Transport(options);
  return {
    adminApps: adminAppsApi(transport),
    adminKeys: adminKeysApi(transport),
    apiKeys: apiKeysApi(transport),
    apps: appsApi(transport),
    auth: authApi(transport),
    chats: chatsApi(transport),
    credits: creditsApi(transport),
    files: filesApi(transport),
    invites: invitesApi(transport),
    mates: matesApi(transport),
    shares: sharesApi(transport),
    skills: skillsApi(transport),
    users: usersApi(transport),
    vault: vaultApi(transport),
  };
}

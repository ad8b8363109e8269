import type { MigrationInterface } from 'typeorm';
import { AllowVaultScope1795140100000, CreateApiKeys1760000001300 } from './api-keys/api-keys.migrations.js';
import { CreateAppSettings1760000006000 } from './apps/admin-apps.migrations.js';
import { CreateSessions1760000001200 } from './auth/auth.migrations.js';
import { AddChatChain1795824100000, AddChatErasure1795824200000, AddChatOldKey1795824300000, CreateChats1760000004000, CreateUnstoredChatKeys1795824600000 } from './chat/chat.migrations.js';
import { CreateCredits1760000002000 } from './credits/credits.migrations.js';
import { CreateFiles1760000003000 } from './files/files.migrations.js';
import { CreateInvites1760000001100 } from './invites/invites.migrations.js';
import { GeneraliseUnstoredKeys1795824700000 } from './keys/unstored-keys/unstored-keys.migrations.js';
import { CreateMates1760000005000 } from './mates/mates.migrations.js';
import { CreateShares1795150000000 } from './shares/shares.migrations.js';
import { AddAccountErasure1795824400000, CreateUsers1760000001000 } from './users/users.migrations.js';

/** Every migration of the gateway's database. Released ones are never edited. */
export const MIGRATIONS: (new () => MigrationInterface)[] = [
  CreateUsers1760000001000,
  CreateInvites1760000001100,
  CreateSessions1760000001200,
  CreateApiKeys1760000001300,
  CreateCredits1760000002000,
  CreateFiles1760000003000,
  CreateChats1760000004000,
  CreateMates1760000005000,
  CreateAppSettings1760000006000,
  AllowVaultScope1795140100000,
  AddChatChain1795824100000,
  AddChatErasure1795824200000,
  CreateShares1795150000000,
  AddChatOldKey1795824300000,
  AddAccountErasure1795824400000,
  CreateUnstoredChatKeys1795824600000,
  GeneraliseUnstoredKeys1795824700000,
];

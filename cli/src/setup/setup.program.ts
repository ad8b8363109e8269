import type { Command } from 'commander';
import { databaseCommand } from './database.command.js';
import { databaseLoginsCommand, type DatabaseLoginsSettings } from './database-logins.command.js';
import { openbaoCommand, type OpenbaoSettings } from './openbao.command.js';
import { secretsCommand } from './secrets.command.js';

/** Adds `mateship setup …`, which the one-shot containers of the compose files run. */
export function addSetupCommands(program: Command): void {
  const setup = program.command('setup').description('what a container installation needs before its services start');
  setup
    .command('secrets')
    .description('make keys, secrets and the folders of the volumes, and give them to their users')
    .option('--volumes <folder>', 'where the volumes are mounted', '/volumes')
    .action(({ volumes }: { volumes: string }) => secretsCommand(volumes));
  setup
    .command('database')
    .description('make the roles and databases of the services')
    .option('--host <name>', 'host of PostgreSQL', 'postgres')
    .option('--port <number>', 'port of PostgreSQL', Number, 5432)
    .option('--secrets <folder>', 'where the passwords lie', '/run/secrets')
    .action((options: { host: string; port: number; secrets: string }) => databaseCommand(options));
  setup
    .command('openbao')
    .description('initialise OpenBao and make its keys, policies and roles, with a wrapped first secret id for each service')
    .option('--address <url>', 'address of OpenBao or Vault', 'http://openbao:8200')
    .option('--ca <file>', 'certificates to check it against')
    .option('--policies <folder>', 'deploy/vault/policies', '/etc/mateship/policies')
    .option('--output <folder>', 'gets a folder for each service', '/roles')
    .option('--admin <folder>', 'gets the recovery keys and the token of an administrator', '/admin')
    .option('--renew <service...>', 'hand out a new first secret id to these services')
    .action((options: OpenbaoSettings) => openbaoCommand(options));
  setup
    .command('database-logins')
    .description('let OpenBao lend logins to the databases of the services; after the two above')
    .option('--host <name>', 'host of PostgreSQL, from here and from OpenBao', 'postgres')
    .option('--port <number>', 'port of PostgreSQL', Number, 5432)
    .option('--secrets <folder>', 'where the password of the superuser lies', '/run/secrets')
    .option('--address <url>', 'address of OpenBao or Vault', 'http://openbao:8200')
    .option('--ca <file>', 'certificates to check it against')
    .option('--admin <folder>', 'holds the token of an administrator', '/admin')
    .action((options: DatabaseLoginsSettings) => databaseLoginsCommand(options));
}

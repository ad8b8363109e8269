import type { Command } from 'commander';
import { databaseCommand } from './database.command.js';
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
}

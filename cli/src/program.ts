import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { CommandError } from './command.errors.js';
import { inviteCommand } from './commands/invite.command.js';
import { keysMoveCommand } from './commands/keys-move.command.js';
import { logsCommand } from './commands/logs.command.js';
import { startCommand } from './commands/start.command.js';
import { statusCommand } from './commands/status.command.js';
import { stopCommand } from './commands/stop.command.js';
import { readConfigFile } from './config/config-file.js';
import type { CliEnvironment } from './config/env.js';
import { type Layout, layoutOf } from './data-folder/layout.js';
import { addSetupCommands } from './setup/setup.program.js';

interface StartOptions {
  port: number;
  dataDir?: string;
  config?: string;
  embedded?: boolean;
  compose?: boolean;
  json?: boolean;
}

/** Declares every command. The exit code of a command that worked but has a negative answer goes to `exit`. */
export function createProgram(root: string, env: CliEnvironment, exit: (code: number) => void): Command {
  const program = new Command('mateship').description('Runs and inspects a Mateship server.').showHelpAfterError();
  const server = program.command('server').description('the server on this machine');
  const layout = (options: { dataDir?: string }): Layout => layoutOf(options.dataDir ?? env.dataDir ?? path.join(root, 'data'));
  const withData = (name: string, description: string): Command => server.command(name).description(description).option('--data-dir <folder>', 'where the server keeps its data (default: data in the installation, or MATESHIP_DATA_DIR)');

  withData('start', 'start the server and keep it running until Ctrl-C')
    .option('--port <number>', 'port on this machine; 0 picks a free one', portNumber, 8080)
    .option('--config <file>', 'mateship.yaml to use')
    .option('--embedded', 'run without containers')
    .option('--compose', 'run in containers')
    .option('--json', 'print one JSON line when ready')
    .action((options: StartOptions) => {
      if (options.embedded && options.compose) throw new CommandError('Choose either --embedded or --compose.');
      if (options.compose) throw new CommandError('The container mode starts through ./start-server.sh --compose.');
      const config = readConfigFile(options.config ?? env.config, root);
      return startCommand({ root, layout: layout(options), port: options.port, config, publicUrl: env.publicUrl, keysKind: env.keysKind, json: options.json ?? false });
    });
  withData('stop', 'end the server and wait until it has ended').action((options: { dataDir?: string }) => stopCommand(layout(options)));
  withData('status', 'tell whether the server runs; exit code 3 when it does not')
    .option('--json', 'print one JSON line')
    .action(async (options: { dataDir?: string; json?: boolean }) => exit(await statusCommand(layout(options), options.json ?? false)));
  withData('logs', 'print the logs')
    .argument('[name]', 'gateway, vault or postgres')
    .option('-f, --follow', 'keep printing')
    .option('-n, --lines <number>', 'how many of the last lines', count, 200)
    .action((name: string | undefined, options: { dataDir?: string; follow?: boolean; lines: number }) => logsCommand(layout(options), { name, follow: options.follow ?? false, lines: options.lines }));
  withData('invite', 'print the link of the first invite while it is unused').action((options: { dataDir?: string }) => inviteCommand(layout(options)));
  server
    .command('keys')
    .description('the keys that everything is sealed under')
    .command('move')
    .description('follow the move of all keys from the key file into Vault')
    .option('--data-dir <folder>', 'where the server keeps its data')
    .action((options: { dataDir?: string }) => keysMoveCommand(layout(options)));
  addSetupCommands(program);
  return program;
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  return port;
}

function count(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It must be a number.');
  return Number(text);
}

import 'reflect-metadata';
import { Command } from 'commander';
import { migrate } from '../platform/database/index.js';
import { deadLetterCommands } from './dead-letters.js';
import { outboxCommands } from './outbox.js';
import { recountCommand } from './recount.js';
import { restoredCommand } from './restored.js';
import { databaseUrl } from './with-database.js';

// `npm run parley -- <command>`: what an operator does besides running the server. Every command works on the database alone
// and may run beside the nodes.
const program = new Command('parley').description('Operate a Parley deployment').showHelpAfterError();
program
  .command('migrate')
  .description('Brings the database to this version; safe to run twice or from two places')
  .action(async () => {
    const ran = await migrate(databaseUrl());
    console.log(ran.length === 0 ? 'The database is up to date.' : `Ran ${ran.join(', ')}.`);
  });
deadLetterCommands(program);
outboxCommands(program);
recountCommand(program);
restoredCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

import type { Command } from 'commander';
import { renewEpoch } from '../platform/journal/index.js';
import { republish } from '../platform/journal/relay/index.js';
import { withDatabaseAtRest } from './with-database.js';

const THE_BEGINNING = new Date(0);

export function restoredCommand(program: Command): void {
  program
    .command('restored')
    .description('After a backup was restored, before the first node starts: clients then begin anew')
    .option('--republish', 'with Kafka, under a new KAFKA_PREFIX: publish all that the log keeps')
    .action((options: { republish?: boolean }) =>
      withDatabaseAtRest(async (db) => {
        await renewEpoch(db);
        console.log('The history has a new name: every client begins anew.');
        if (options.republish) console.log(`${await republish(db, THE_BEGINNING)} entries given to the relay.`);
      }),
    );
}

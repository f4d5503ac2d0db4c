import type { Command } from 'commander';
import { listDeadRows, replayDeadRows, republish } from '../platform/journal/relay/index.js';
import { firstLine, print } from './print.js';
import { withDatabase } from './with-database.js';

export function outboxCommands(program: Command): void {
  const outbox = program.command('outbox').description('What is on its way to Kafka');
  const dead = outbox.command('dead').description('Rows that could never be published');
  dead
    .command('list')
    .description('Newest first')
    .option('--limit <n>', 'at most so many', '50')
    .option('--json', 'one object a line', false)
    .action(({ limit, json }: { limit: string; json: boolean }) =>
      withDatabase(async (db) => {
        const rows = await listDeadRows(db, Number(limit));
        print(json ? rows : rows.map((r) => ({ ...r, error: firstLine(r.error) })), json, 'No dead rows.');
      }),
    );
  dead
    .command('replay')
    .description('Publishes them again; readers outside Parley then get what the tombstone stood for')
    .argument('[ids...]', 'which')
    .option('--all', 'all')
    .action((ids: string[], { all }: { all?: boolean }) =>
      withDatabase(async (db) => {
        if (ids.length === 0 && !all) throw new Error('Name ids or --all.');
        console.log(`${await replayDeadRows(db, ids.length > 0 ? ids.map(Number) : null)} given back to the relay.`);
      }),
    );
  outbox
    .command('republish')
    .description('Publishes the log again, for a Kafka that lost its topics; consumers drop what they had')
    .requiredOption('--since <time>', 'RFC 3339; the log keeps LOG_RETENTION_DAYS')
    .action(({ since }: { since: string }) =>
      withDatabase(async (db) => {
        const from = new Date(since);
        if (Number.isNaN(from.getTime())) throw new Error('--since must be a time such as 2026-01-31T00:00:00Z');
        console.log(`${await republish(db, from)} entries given to the relay.`);
      }),
    );
}

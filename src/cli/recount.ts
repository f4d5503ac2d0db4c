import type { Command } from 'commander';
import { withSnapshot } from '../platform/database/index.js';
import { print } from './print.js';
import { databaseUrl } from './with-database.js';

export function recountCommand(program: Command): void {
  program
    .command('recount')
    .description('Counts cursors and unread anew from the logs and prints what clients are answered differently')
    .option('--json', 'one object a line', false)
    .action(async ({ json }: { json: boolean }) => {
      // Loaded only here: a module brings all it is made of, and every other command would wait for that.
      const { recount } = await import('../messaging/index.js');
      const { differences, ...counted } = await withSnapshot(databaseUrl(), recount);
      const rows = differences.map(({ conversationId, userId, counted: log, answered }) =>
        json
          ? { conversationId, userId, counted: log, answered }
          : { conversationId, userId, ...flat('log', log), ...flat('answered', answered) },
      );
      print(rows, json, 'No differences.');
      const { conversations, members, skipped } = counted;
      console.error(
        `${conversations} conversations, ${members} memberships counted, ${skipped} skipped (log cut by retention).`,
      );
      if (differences.length > 0) process.exitCode = 1;
    });
}

const flat = (prefix: string, values: object | null): object =>
  Object.fromEntries(Object.entries(values ?? { membership: 'none' }).map(([k, v]) => [`${prefix}.${k}`, v]));

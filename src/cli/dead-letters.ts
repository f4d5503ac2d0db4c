import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Queries } from '../platform/database/index.js';
import {
  discardDeadLetters,
  listDeadLetters,
  replayOutcome,
  requestReplay,
  type Selection,
} from '../platform/transport/index.js';
import { firstLine, print } from './print.js';
import { withDatabase } from './with-database.js';

interface Options {
  consumer?: string;
  all?: boolean;
  limit: string;
  json: boolean;
  wait: string;
}

export function deadLetterCommands(program: Command): void {
  const letters = program.command('dead-letters').description('Entries that a consumer gave up on');
  letters
    .command('list')
    .description('Those that were not replayed, newest first')
    .option('--consumer <name>', 'only this consumer, such as notifications.inbox')
    .option('--limit <n>', 'at most so many', '50')
    .option('--json', 'one object a line, with envelope and whole error', false)
    .action((options: Options) => withDatabase((db) => list(db, options)));
  letters
    .command('replay')
    .description('Runs the reaction once more, on a node that has the consumer')
    .argument('[ids...]', 'which')
    .option('--consumer <name>', 'all of this consumer')
    .option('--all', 'all')
    .option('--wait <seconds>', 'how long to wait for the outcome', '15')
    .action((ids: string[], options: Options) => withDatabase((db) => replay(db, ids, options)));
  letters
    .command('discard')
    .description('Gives entries up: their reaction will never run')
    .argument('<ids...>', 'which')
    .action((ids: string[]) => withDatabase((db) => discard(db, ids)));
}

async function list(db: Queries, { consumer, limit, json }: Options): Promise<void> {
  const found = await listDeadLetters(db, { consumer }, Number(limit));
  const brief = found.map(({ id, consumer, type, stream_id, seq, attempts, died_at, error }) => ({
    id,
    consumer,
    type,
    stream_id,
    seq,
    attempts,
    died_at: died_at.toISOString(),
    error: firstLine(error),
  }));
  print(json ? found : brief, json, 'No dead letters.');
}

async function discard(db: Queries, ids: string[]): Promise<void> {
  console.log(`${(await discardDeadLetters(db, { ids })).length} discarded.`);
}

async function replay(db: Queries, ids: string[], options: Options): Promise<void> {
  const selection: Selection = { ids: ids.length > 0 ? ids : undefined, consumer: options.consumer };
  if (!selection.ids && !selection.consumer && !options.all) throw new Error('Name ids, --consumer or --all.');
  const asked = await requestReplay(db, selection);
  let outcome = await replayOutcome(db, asked);
  for (const end = Date.now() + Number(options.wait) * 1_000; outcome.waiting > 0 && Date.now() < end;) {
    await delay(200);
    outcome = await replayOutcome(db, asked);
  }
  const { replayed, failed, waiting } = outcome;
  console.log(`${replayed} replayed, ${failed} failed again, ${waiting} not taken up yet.`);
  if (failed + waiting > 0) process.exitCode = 1;
}

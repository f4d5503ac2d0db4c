import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/database.js';
import { log } from '../observability/log.js';
import type { DeadLetter } from './dead-letters.js';
import { EventTransport } from './event-transport.js';
import { asError } from './failure.js';
import type { Consumer } from './reaction.js';

/** How soon a requested replay is taken up, by whichever node has the consumer. */
const LOOK_MS = 1_000;

const COLUMNS = 'id, consumer, stream_id, seq, type, headers, envelope, error, attempts, died_at';
const REQUESTED = `SELECT ${COLUMNS} FROM dead_letters
  WHERE replay_requested_at IS NOT NULL AND replayed_at IS NULL AND consumer = ANY ($1)
  ORDER BY replay_requested_at, seq LIMIT 1 FOR UPDATE SKIP LOCKED`;
const UNANNOUNCED = `SELECT ${COLUMNS} FROM dead_letters
  WHERE topic_sent_at IS NULL AND replayed_at IS NULL AND consumer = ANY ($1) ORDER BY died_at LIMIT 100`;
const FAILED_AGAIN = `UPDATE dead_letters SET replay_requested_at = NULL, attempts = attempts + 1, error = $2 WHERE id = $1`;

/**
 * Looks after dead letters: announces new ones to the transport, replays those that an operator asked for. A replay runs the
 * reaction once more, outside the stream's order, in one transaction with its mark: also a replay takes effect once.
 */
@Injectable()
export class DeadLetterDesk {
  private consumers: readonly Consumer[] = [];
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly transport: EventTransport,
  ) {}

  open(consumers: readonly Consumer[]): void {
    this.consumers = consumers;
    this.timer = setInterval(() => {
      this.looking ??= this.look().finally(() => (this.looking = undefined));
    }, LOOK_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    try {
      await this.announce();
      while (await this.replayOne());
    } catch (error) {
      log.debug({ err: error }, 'the dead letters could not be looked at');
    }
  }

  private async announce(): Promise<void> {
    const letters = await this.database.named<DeadLetter>('dead-letters-new', UNANNOUNCED, [this.names()]);
    for (const letter of letters) {
      await this.transport.announce(letter);
      await this.database.manager.query('UPDATE dead_letters SET topic_sent_at = now() WHERE id = $1', [letter.id]);
    }
  }

  private async replayOne(): Promise<boolean> {
    let taken: DeadLetter | undefined;
    try {
      await this.database.transaction(async (tx) => {
        [taken] = await tx.query<DeadLetter>(REQUESTED, [this.names()]);
        if (taken) await this.replay(taken, tx);
      });
    } catch (error) {
      if (!taken) throw error;
      log.warn({ err: error, id: taken.id, consumer: taken.consumer }, 'a dead letter failed again');
      await this.database.manager.query(FAILED_AGAIN, [taken.id, asError(error).message]);
    }
    return taken !== undefined;
  }

  private async replay(letter: DeadLetter, tx: Tx): Promise<void> {
    const handle = this.consumers.find((c) => c.name === letter.consumer)?.on.get(letter.type);
    if (!handle) throw new Error(`consumer ${letter.consumer} no longer reacts to ${letter.type}`);
    await handle([letter.envelope], tx);
    await tx.query('UPDATE dead_letters SET replayed_at = now() WHERE id = $1', [letter.id]);
  }

  private names(): string[] {
    return this.consumers.map((c) => c.name);
  }
}

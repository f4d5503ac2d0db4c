import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Database, type Tx } from '../database/database.js';
import { Slots } from '../database/slots.js';
import { JournalReader } from '../journal/journal-reader.js';
import { TOMBSTONE } from '../journal/relay/index.js';
import { log } from '../observability/log.js';
import { storeDeadLetter } from './dead-letters.js';
import { deliveryFromLog, type Delivery, type Pulse } from './delivery.js';
import { asError, backOffMs, NoAnswer, patienceFor } from './failure.js';
import { deadLettered, handled, holesRead } from './metrics.js';
import { PositionMoved, Positions } from './positions.js';
import type { Consumer } from './reaction.js';
import { ReactionBatch, type Run } from './reaction-batch.js';

const PAGE = 200;

/**
 * Applies records to consumers: each entry's effect once, in the order of its stream, whatever the transport repeats,
 * leaves out or brings from two topics in any order. What is missing between the position and a record is read from the log.
 */
@Injectable()
export class ReactionRunner {
  private readonly positions = new Map<string, Positions>();
  private readonly slots: Slots;

  constructor(
    private readonly database: Database,
    private readonly reader: JournalReader,
    config: Config,
  ) {
    this.slots = new Slots(Math.max(1, Math.floor(config.get('DATABASE_POOL') / 2)));
  }

  /**
   * The same for many records, in order: effects of one kind, of entries that follow on one another, share a transaction. When
   * it fails, each is taken by itself, so that one bad entry costs its neighbours a moment and nothing else.
   */
  async deliverAll(consumer: Consumer, deliveries: readonly Delivery[], pulse: Pulse): Promise<void> {
    const positions = this.positionsOf(consumer);
    await this.patiently(() => positions.loadAll(deliveries.map((d) => d.streamId)), pulse);
    let batch = new ReactionBatch(consumer, positions);
    for (const delivery of deliveries) {
      const fits = batch.offer(delivery, delivery.type === TOMBSTONE);
      if (fits && !batch.full) continue;
      await this.commitAll(consumer, batch, pulse);
      batch = new ReactionBatch(consumer, positions);
      if (!fits) await this.deliver(consumer, delivery, pulse);
    }
    await this.commitAll(consumer, batch, pulse);
  }

  private async commitAll(consumer: Consumer, batch: ReactionBatch, pulse: Pulse): Promise<void> {
    for (const run of batch.runs()) {
      await this.commitRun(consumer, run, pulse);
      await pulse.beat();
    }
    batch.remember();
  }

  private async commitRun(consumer: Consumer, { deliveries, moves }: Run, pulse: Pulse): Promise<void> {
    const positions = this.positionsOf(consumer);
    const handle = consumer.on.get(deliveries[0]!.type)!;
    const moved = [...moves.values()];
    try {
      await this.slots.run(() =>
        this.database.transaction(async (tx) => {
          await handle(
            deliveries.map((delivery) => delivery.envelope()),
            tx,
          );
          await positions.moveAll(tx, moved);
        }),
      );
    } catch (error) {
      log.debug({ err: error, consumer: consumer.name }, 'a batch of effects failed; each is tried alone');
      if (error instanceof PositionMoved) for (const { streamId } of moved) await positions.reload(streamId);
      for (const delivery of deliveries) await this.deliver(consumer, delivery, pulse);
      return;
    }
    for (const { streamId, to } of moved) positions.committed(streamId, to);
    handled.inc({ consumer: consumer.name }, deliveries.length);
  }

  /** Answers when the record needs nothing more. Rejects only when it must be delivered again: see `Pulse`. */
  async deliver(consumer: Consumer, delivery: Delivery, pulse: Pulse): Promise<void> {
    const { streamId, seq, type } = delivery;
    const positions = this.positionsOf(consumer);
    const known = positions.peek(streamId);
    if (known && seq <= known.seen) return;
    const lost = type === TOMBSTONE;
    if (!lost && !consumer.on.has(type)) {
      if (known?.seen === seq - 1) positions.passed(streamId, seq);
      return;
    }
    const position = known ?? (await this.patiently(() => positions.load(streamId), pulse));
    await this.fill(consumer, streamId, position.seen + 1, lost ? seq : seq - 1, pulse);
    if (!lost) await this.apply(consumer, delivery, pulse);
  }

  /** What no record brought: handled from the log, so that the order holds. */
  private async fill(consumer: Consumer, streamId: string, from: number, to: number, pulse: Pulse): Promise<void> {
    const positions = this.positionsOf(consumer);
    for (let next = from; next <= to;) {
      const page = Math.min(to, next + PAGE - 1);
      holesRead.inc({ consumer: consumer.name });
      // The kind of stream does not matter here: it is not part of an envelope.
      const read = () => this.reader.range('conversation', streamId, next, page, PAGE);
      for (const entry of await this.patiently(read, pulse))
        if (consumer.on.has(entry.type)) await this.apply(consumer, deliveryFromLog(entry), pulse);
      positions.passed(streamId, page);
      next = page + 1;
    }
  }

  private async apply(consumer: Consumer, delivery: Delivery, pulse: Pulse): Promise<void> {
    const effect = (tx: Tx) => consumer.on.get(delivery.type)!([delivery.envelope()], tx);
    let counted = 0;
    for (let attempt = 1; ; attempt++) {
      await pulse.beat();
      try {
        return await this.commit(consumer, delivery, effect);
      } catch (thrown) {
        const error = asError(thrown);
        const patience = patienceFor(error);
        if (patience < Infinity && ++counted >= patience)
          return this.setAside(consumer, delivery, error, attempt, pulse);
        if (attempt % 10 === 1)
          log.warn({ err: error, ...about(consumer, delivery), attempt }, 'a reaction failed; retrying');
        await pulse.wait(backOffMs(attempt));
      }
    }
  }

  private async setAside(
    consumer: Consumer,
    delivery: Delivery,
    error: Error,
    attempts: number,
    pulse: Pulse,
  ): Promise<void> {
    const letter = { consumer: consumer.name, delivery, error: error.stack ?? error.message, attempts };
    await this.patiently(() => this.commit(consumer, delivery, (tx) => storeDeadLetter(tx, letter)), pulse);
    deadLettered.inc({ consumer: consumer.name });
    log.error({ err: error, ...about(consumer, delivery), attempts }, 'an event was set aside as a dead letter');
  }

  /**
   * Effect and position in one transaction. A position that moved meanwhile is looked up and judged again; an effect that fails where
   * another member has just had it (its rows are there already) is no failure either. Nor does it count where the database cannot be asked.
   */
  private async commit(
    consumer: Consumer,
    { streamId, seq }: Delivery,
    work: (tx: Tx) => Promise<void>,
  ): Promise<void> {
    const positions = this.positionsOf(consumer);
    const look = (because?: unknown) =>
      positions.reload(streamId).catch((error: unknown) => {
        throw new NoAnswer(because ?? error);
      });
    let from = (positions.peek(streamId) ?? (await look())).stored;
    while (seq > from) {
      try {
        await this.slots.run(() =>
          this.database.transaction(async (tx) => {
            await work(tx);
            await positions.move(tx, streamId, seq, from);
          }),
        );
        positions.committed(streamId, seq);
        handled.inc({ consumer: consumer.name });
        return;
      } catch (error) {
        const { stored } = await look(error);
        if (stored === from && !(error instanceof PositionMoved)) throw error;
        from = stored;
      }
    }
  }

  /** For reads of our own: whatever goes wrong there, the record is not to blame. */
  private async patiently<T>(work: () => Promise<T>, pulse: Pulse): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (attempt % 10 === 1) log.warn({ err: error }, 'a consumer waits for the database');
        await pulse.wait(backOffMs(attempt));
      }
    }
  }

  private positionsOf({ name }: Consumer): Positions {
    const known = this.positions.get(name) ?? new Positions(this.database, name);
    this.positions.set(name, known);
    return known;
  }
}

const about = (consumer: Consumer, { type, streamId, seq }: Delivery) => ({
  consumer: consumer.name,
  type,
  streamId,
  seq,
});

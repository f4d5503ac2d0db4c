import { applyDecorators, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { EntryType } from '../../contract/index.js';
import type { EventEnvelope } from '../../shared/event-envelope.js';
import type { Tx } from '../database/database.js';

/** Binds reactions to our own strategy and to no other microservice transport. */
export const REACTIONS = Symbol('reactions');
const SEPARATOR = ' <- ';

export interface ReactionOptions {
  /** `<module>.<reaction>`: names the position, the consumer group and the dead letters. Never rename it. */
  consumer: string;
  on: readonly EntryType[];
  /** The method takes an array of envelopes, in the order of their streams: for what happens thousands of times a second. */
  together?: boolean;
}

/** A reaction's method, once per transaction. Its effect must go through `tx`: it commits together with the positions. */
export interface ReactionHandler {
  (envelopes: readonly EventEnvelope[], tx: Tx): Promise<void>;
  /** Whether it takes more than one. */
  together: boolean;
}

/** All methods of one consumer: they share a position, so each type has one method. */
export interface Consumer {
  name: string;
  on: ReadonlyMap<string, ReactionHandler>;
}

/** Nest's own filter would replace the error by "Internal server error", and we have to know what went wrong. */
class Rethrow {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * Makes a method of a controller class (`edge/`) a reaction to committed entries: `(envelope, tx) => Promise<void>`, or with
 * `together` `(envelopes, tx) => Promise<void>`. One call is one transaction; of several entries that fail each is tried alone.
 * Called at least once per entry, in order per stream; its effect through `tx` happens exactly once. It may lock several
 * streams only in the order of (shard, stream id). An error is retried with back-off, five attempts, then the entry is a
 * dead letter of this consumer and the stream goes on.
 */
export function Reaction({ consumer, on, together = false }: ReactionOptions): MethodDecorator {
  const patterns = on.map((type) => `${consumer}${SEPARATOR}${type}`);
  return applyDecorators(
    EventPattern(patterns, REACTIONS, { together }),
    UseFilters(new Rethrow()),
    takesEnvelopeAndTx,
  );
}

/** Left to itself Nest passes the first argument alone. */
const takesEnvelopeAndTx: MethodDecorator = (target, method) => {
  Payload()(target, method, 0);
  Ctx()(target, method, 1);
};

type Method = (data: EventEnvelope | readonly EventEnvelope[], tx: Tx) => Promise<unknown>;
type Collected = Method & { next?: unknown; extras?: Record<string, unknown> };

/** Sorts what Nest collected into consumers; refuses two methods of one consumer for the same type. */
export function consumersOf(
  handlers: ReadonlyMap<string, Collected>,
  run: (result: unknown) => Promise<void>,
): Consumer[] {
  const consumers = new Map<string, Map<string, ReactionHandler>>();
  for (const [pattern, handler] of handlers) {
    const [name, type] = pattern.split(SEPARATOR) as [string, string];
    if (handler.next) throw new Error(`consumer ${name} has two reactions to ${type}`);
    const on = consumers.get(name) ?? new Map<string, ReactionHandler>();
    consumers.set(name, on.set(type, handlerOf(handler, run)));
  }
  return [...consumers].map(([name, on]) => ({ name, on }));
}

function handlerOf(method: Collected, run: (result: unknown) => Promise<void>): ReactionHandler {
  const together = method.extras?.['together'] === true;
  const call = async (envelopes: readonly EventEnvelope[], tx: Tx) =>
    run(await method(together ? envelopes : envelopes[0]!, tx));
  return Object.assign(call, { together });
}

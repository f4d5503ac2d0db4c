import { Injectable } from '@nestjs/common';
import { newId } from '../../../shared/ids.js';
import { InOrder } from '../../../shared/in-order.js';
import { Forbidden } from '../../auth/errors.js';
import { Config } from '../../config/index.js';
import { auditRefusal, isUnexpected, PlatformError, toProblem } from '../../errors/index.js';
import { Journal, JournalOverloaded } from '../../journal/index.js';
import { log } from '../../observability/log.js';
import { Standstill } from '../../observability/standstill.js';
import { type RateLimitRule, RateLimits } from '../../rate-limit/index.js';
import type { Connection } from '../connection/connection.js';
import { ackFrame } from '../connection/frame.js';
import { realtimeMetrics } from '../metrics.js';
import { Answer, RawJson } from './answer.js';
import { type Handler, Handlers } from './handlers.js';

/** A socket that sends this many times what it may is closed. */
const ABUSE = 5;
const OVERLOADED = new JournalOverloaded();
const overloads = realtimeMetrics.refused.labels({ code: OVERLOADED.code });
const overloadedJson = JSON.stringify(toProblem(OVERLOADED)).slice(0, -1);

/**
 * From a decoded packet to its ack: known event, shape, policy, rate, handler. Nothing a handler does reaches the socket
 * other than as its ack, and nothing it throws ends it.
 */
@Injectable()
export class Dispatcher {
  private readonly perSecond: number;
  /** By connection: what appends and waits for its rate limit. */
  private readonly inOrder = new InOrder();

  constructor(
    private readonly handlers: Handlers,
    private readonly limits: RateLimits,
    private readonly journal: Journal,
    private readonly standstill: Standstill,
    config: Config,
  ) {
    this.perSecond = config.get('SOCKET_EVENTS_PER_SECOND');
  }

  /** `ackId` undefined: the client wants no answer; the event is handled all the same. */
  dispatch(connection: Connection, args: readonly unknown[], ackId: number | undefined): void {
    if (connection.closed) return;
    try {
      this.admit(connection);
      const handler = this.handlers.get(args[0]);
      if (!handler) throw new PlatformError('platform.not_found');
      if (handler.policy === 'admin' && !connection.principal.isAdmin) throw new Forbidden();
      if (handler.appends && this.journal.full) return this.refuseOverload(connection, ackId);
      const broken = args.length === 2 ? handler.check(args[1]) : [{ pointer: '', rule: 'type', detail: 'one object' }];
      if (broken) throw new PlatformError('platform.validation', undefined, broken);
      realtimeMetrics.events.inc();
      this.run(connection, handler, args[1] as object, ackId);
    } catch (error) {
      this.refuse(connection, args[0], ackId, error);
    }
  }

  private run(connection: Connection, handler: Handler, body: object, ackId: number | undefined): void {
    const result = handler.limit
      ? this.limited(connection, handler, handler.limit, body)
      : this.call(connection, handler, body);
    if (!(result instanceof Promise)) return this.answer(connection, ackId, result);
    connection.unanswered++;
    result
      .then(
        (data: unknown) => this.answer(connection, ackId, data),
        (error: unknown) => this.refuse(connection, handler.event, ackId, error),
      )
      .catch((error: unknown) => this.refuse(connection, handler.event, ackId, error))
      .finally(() => connection.unanswered--);
  }

  /** What appends is handed over in the order it came, although the limiter may answer for a later one first. */
  private limited(connection: Connection, handler: Handler, rule: RateLimitRule, body: object): Promise<unknown> {
    // It never rejects.
    const taken = this.limits.consume(rule, connection.userId);
    const turn = handler.appends ? this.inOrder.run(connection.id, () => taken) : taken;
    return turn.then(({ allowed, resetMs }) => {
      if (!allowed) throw new PlatformError('platform.rate_limited', undefined, undefined, resetMs);
      return this.call(connection, handler, body);
    });
  }

  private call(connection: Connection, handler: Handler, body: object): unknown {
    this.standstill.refuseStale();
    return handler.call(connection, body);
  }

  private answer(connection: Connection, ackId: number | undefined, result: unknown): void {
    const data = result instanceof Answer ? (result.data as unknown) : result;
    const json = data instanceof RawJson ? data.json : data === undefined ? '{}' : JSON.stringify(data);
    if (ackId !== undefined) connection.answer(ackFrame(ackId, `{"ok":true,"data":${json}}`));
    if (result instanceof Answer) result.after?.();
  }

  private refuse(connection: Connection, event: unknown, ackId: number | undefined, error: unknown): void {
    const requestId = newId();
    if (isUnexpected(error)) log.error({ err: error, requestId, socketId: connection.id }, 'socket event failed');
    const problem = toProblem(error, requestId);
    realtimeMetrics.refused.inc({ code: problem.code });
    const { userId, sessionId } = connection.principal;
    // What is audited had a handler: its name is one of ours.
    auditRefusal(error, problem, { of: String(event), userId, sessionId });
    if (ackId !== undefined) connection.answer(ackFrame(ackId, JSON.stringify({ ok: false, error: problem })));
  }

  /** The one refusal that comes in thousands a second: whatever it costs is taken from the messages that still get through. */
  private refuseOverload(connection: Connection, ackId: number | undefined): void {
    overloads.inc();
    const error = `${overloadedJson},"requestId":"${newId()}"}`;
    if (ackId !== undefined) connection.answer(ackFrame(ackId, `{"ok":false,"error":${error}}`));
  }

  /** The flood guard: per socket, before anything is looked at. */
  private admit(connection: Connection): void {
    const second = Math.floor(performance.now() / 1_000);
    const { flood } = connection;
    if (flood.second !== second) {
      flood.second = second;
      flood.events = 0;
    }
    if (++flood.events <= this.perSecond) return;
    if (flood.events > this.perSecond * ABUSE) connection.close('rate_limited', 1_000);
    throw new PlatformError('platform.rate_limited', undefined, undefined, 1_000);
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { EventLoopMonitor } from '../observability/event-loop.js';

export type Check = 'ok' | 'failed';

/** Whether a load balancer should send work here. Redis and Kafka are not asked: without them a node still serves. */
@Injectable()
export class Readiness {
  private leaving = false;

  constructor(
    private readonly database: Database,
    private readonly loop: EventLoopMonitor,
  ) {}

  /** From now on not ready; the first step of a graceful stop. */
  drain(): void {
    this.leaving = true;
  }

  get draining(): boolean {
    return this.leaving;
  }

  async check(): Promise<{ ready: boolean; checks: Record<'accepting' | 'database' | 'eventLoop', Check> }> {
    const database = await this.database.named('health', 'SELECT 1', []).then(
      () => 'ok' as const,
      () => 'failed' as const,
    );
    const eventLoop = this.loop.healthy ? 'ok' : 'failed';
    const accepting = this.leaving ? 'failed' : 'ok';
    const checks = { accepting, database, eventLoop } as const;
    return { ready: Object.values(checks).every((c) => c === 'ok'), checks };
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Readiness } from '../health/index.js';
import { Admission } from './adapter/admission.js';
import { Connections } from './connection/connections.js';
import { Dispatcher } from './dispatch/dispatcher.js';
import { Config } from '../config/index.js';

const STEPS = 20;

/**
 * A graceful stop: not ready any more, no further sockets, `server.draining` with a moment of its own for each socket (so that they do not all
 * come to the next node at once), what is in flight is answered, then the sockets are closed over DRAIN_MS.
 */
@Injectable()
export class Drain implements BeforeApplicationShutdown {
  constructor(
    private readonly readiness: Readiness,
    private readonly admission: Admission,
    private readonly connections: Connections,
    private readonly dispatcher: Dispatcher,
    private readonly config: Config,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    this.readiness.drain();
    this.admission.close();
    const drainMs = this.config.get('DRAIN_MS');
    const leaving = [...this.connections].map((connection, i, all) => {
      const step = Math.floor((i * STEPS) / all.length);
      connection.send('server.draining', { retryAfterMs: Math.round((step * drainMs) / STEPS) });
      return { connection, step };
    });
    if (leaving.length === 0) return;
    for (let step = 0; step < STEPS; step++) {
      await delay(drainMs / STEPS);
      if (step === STEPS - 1) await this.settled(drainMs);
      for (const { connection } of leaving.filter((l) => l.step === step)) connection.close('draining');
    }
  }

  private async settled(atMostMs: number): Promise<void> {
    const until = performance.now() + atMostMs;
    while (this.dispatcher.running > 0 && performance.now() < until) await delay(10);
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Readiness } from '../health/index.js';
import { Admission } from './adapter/admission.js';
import type { Connection } from './connection/connection.js';
import { Connections } from './connection/connections.js';
import { Config } from '../config/index.js';

const STEPS = 20;

/**
 * A graceful stop: not ready any more, no further sockets, `server.draining` with a moment of its own for each socket (so that they do not all
 * come to the next node at once), then the sockets are closed over DRAIN_MS, each when what it asked for is answered.
 */
@Injectable()
export class Drain implements BeforeApplicationShutdown {
  constructor(
    private readonly readiness: Readiness,
    private readonly admission: Admission,
    private readonly connections: Connections,
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
    await Promise.all(
      leaving.map(async ({ connection, step }) => {
        await delay(((step + 1) * drainMs) / STEPS);
        await answered(connection, drainMs);
        connection.close('draining');
      }),
    );
  }
}

/** Resolves when nothing the client asked for is under way any more, or when that takes too long. */
async function answered(connection: Connection, atMostMs: number): Promise<void> {
  const until = performance.now() + atMostMs;
  while (connection.unanswered > 0 && performance.now() < until) await delay(10);
}

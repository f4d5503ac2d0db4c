import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { RevokedSessions } from '../../auth/index.js';
import { Connections } from '../connection/connections.js';
import { REALTIME_TIMINGS, type RealtimeTimings } from '../timings.js';

/** Ends sockets whose token lapsed or whose session was revoked. One sweep a second instead of a timer per socket. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly connections: Connections,
    private readonly revoked: RevokedSessions,
    @Inject(REALTIME_TIMINGS) private readonly timings: RealtimeTimings,
  ) {}

  onApplicationBootstrap(): void {
    this.revoked.onRevoked((sessionId) => this.end(sessionId));
    this.timer = setInterval(() => this.sweep(Date.now()), this.timings.sweepEveryMs);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private end(sessionId: string): void {
    for (const connection of [...this.connections]) {
      if (connection.principal.sessionId === sessionId) connection.close('session_revoked');
    }
  }

  private sweep(now: number): void {
    for (const connection of [...this.connections]) {
      const { expiresAt } = connection.principal;
      const left = expiresAt.getTime() - now;
      if (left <= 0) connection.close('token_expired');
      else if (left <= this.timings.refreshNeededMs && !connection.refreshAsked) {
        connection.refreshAsked = true;
        connection.send('auth.refresh-needed', { expiresAt: expiresAt.toISOString() });
      }
    }
  }
}

import { realtimeMetrics } from '../metrics.js';
import type { Connection } from './connection.js';

/** The signed-in sockets of this node. */
export class Connections {
  private readonly all = new Set<Connection>();
  private readonly users = new Map<string, Connection[]>();

  constructor(private readonly perUser: number) {}

  /** One more than a user may have closes the oldest. */
  add(connection: Connection): void {
    const own = this.users.get(connection.userId);
    this.all.add(connection);
    if (own) own.push(connection);
    else this.users.set(connection.userId, [connection]);
    realtimeMetrics.connections.inc();
    if (own && own.length > this.perUser) own[0]!.close('too_many_sockets');
  }

  remove(connection: Connection): void {
    if (!this.all.delete(connection)) return;
    realtimeMetrics.connections.dec();
    const others = this.users.get(connection.userId)!.filter((c) => c !== connection);
    if (others.length > 0) this.users.set(connection.userId, others);
    else this.users.delete(connection.userId);
  }

  ofUser(userId: string): readonly Connection[] {
    return this.users.get(userId) ?? [];
  }

  [Symbol.iterator](): Iterator<Connection> {
    return this.all[Symbol.iterator]();
  }

  get size(): number {
    return this.all.size;
  }
}

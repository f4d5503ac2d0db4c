import pg from 'pg';

/**
 * A connection whose loss never ends the process. Pools listen while it is idle and whoever uses it listens then; in between, when it
 * changes hands, nobody does, and what the server says in that very moment (`terminating connection`) would be an uncaught error.
 * Who waits for an answer on it is told as ever.
 */
export class SteadyClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

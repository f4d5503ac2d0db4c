import type { Socket } from 'node:net';
import { Direction } from './direction.js';
import type { Line } from './line.js';
import { reset } from './reset.js';

/** Reads along on one connection, and may end it. */
export interface Tap {
  /** A chunk on its way to the target; false: it goes no further. */
  up(chunk: Buffer, cut: () => void): boolean;
  /** A chunk on its way back; false: it goes no further. */
  down(chunk: Buffer, cut: () => void): boolean;
}

export interface LinkOptions {
  lines: () => { up: Line; down: Line };
  random: () => number;
  tap?: Tap;
  /** Told of every chunk that comes to a bad line. */
  hit: () => void;
  ended: () => void;
}

/** A connection through the proxy: two sockets and a line each way. */
export class Link {
  private readonly up: Direction;
  private readonly down: Direction;
  private over = false;

  constructor(
    private readonly client: Socket,
    private readonly upstream: Socket,
    private readonly options: LinkOptions,
  ) {
    const { lines, random, tap, hit } = options;
    const cut = () => this.cut();
    this.up = new Direction({
      from: client,
      to: upstream,
      line: () => lines().up,
      inspect: tap && ((chunk) => tap.up(chunk, cut)),
      ...{ random, cut, hit },
    });
    this.down = new Direction({
      from: upstream,
      to: client,
      line: () => lines().down,
      inspect: tap && ((chunk) => tap.down(chunk, cut)),
      ...{ random, cut, hit },
    });
    this.follow(client, upstream, this.up);
    this.follow(upstream, client, this.down);
    this.changed();
  }

  /** The lines are others now. What was lost meanwhile can't be made up for: such a connection is broken. */
  changed(): void {
    this.up.move();
    this.down.move();
    if (this.up.broken || this.down.broken) this.cut();
  }

  /** Resets both ends. */
  cut(): void {
    this.end();
    reset(this.client);
    reset(this.upstream);
  }

  private follow(from: Socket, to: Socket, direction: Direction): void {
    from.once('close', (hadError) => {
      if (!hadError) {
        // It has said all and heard all; what is still on its way to the other end goes on.
        if (to.destroyed) this.end();
      } else if (!direction.lose()) {
        // A reset arrives as a reset: an orderly end would tell the other one that it has read everything.
        this.cut();
      }
    });
  }

  private end(): void {
    if (this.over) return;
    this.over = true;
    this.up.stop();
    this.down.stop();
    this.options.ended();
  }
}

import type { Socket } from 'node:net';
import type { BackendState } from './backend.js';

/** A client's connection joined to a backend's. The place for faults of the line; starts paused. */
export class Link {
  private ended = false;

  constructor(
    private readonly client: Socket,
    private readonly upstream: Socket,
    readonly backend: BackendState,
    onEnd: () => void,
  ) {
    client.setNoDelay(true);
    const end = () => {
      if (this.ended) return;
      this.ended = true;
      onEnd();
    };
    this.follow(client, upstream, end);
    this.follow(upstream, client, end);
  }

  /** Resets both sides, as a crashed router would. */
  cut(): void {
    this.client.resetAndDestroy();
    this.upstream.resetAndDestroy();
  }

  pause(): void {
    this.client.unpipe(this.upstream);
    this.upstream.unpipe(this.client);
    this.client.pause();
    this.upstream.pause();
  }

  resume(): void {
    // A half-closed side is passed on as such; `pipe` ends the other when the first has said all.
    this.client.pipe(this.upstream);
    this.upstream.pipe(this.client);
  }

  private follow(from: Socket, to: Socket, end: () => void): void {
    from.once('close', (hadError) => {
      end();
      // A reset must arrive as a reset: an orderly end would tell the client that it has read everything.
      if (hadError) to.resetAndDestroy();
      else to.end();
    });
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { required } from '../../scripts/parts/part.js';
import { type Redis, startRedis } from '../../scripts/parts/redis.js';

/** A Redis of a side's own, in a folder that goes with it. */
export class ThrowAwayRedis {
  private redis: Redis | undefined;
  private folder: string | undefined;

  /** Answers its URL. */
  async start(): Promise<string> {
    this.folder = mkdtempSync(join(tmpdir(), 'parley-bench-redis-'));
    this.redis = required(await startRedis({ dir: this.folder }));
    return this.redis.url;
  }

  get pids(): number[] {
    return this.redis ? [this.redis.pid] : [];
  }

  async stop(): Promise<void> {
    await this.redis?.stop();
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
    this.redis = this.folder = undefined;
  }
}

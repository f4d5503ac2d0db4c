import { randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { hash, parseOptions, verify, type Options } from '@node-rs/argon2';
import { Config } from '../../platform/config/index.js';
import { PlatformError } from '../../platform/errors/index.js';

/** Hashes run or waiting at once on this node. Each takes tens of milliseconds of a core: more would only time out. */
const MOST_WAITING = 64;

/** argon2id with the cost of the settings. */
@Injectable()
export class PasswordHasher implements OnModuleInit {
  private readonly options: Options;
  private waiting = 0;
  private decoy = '';

  constructor(config: Config) {
    this.options = {
      memoryCost: config.get('ARGON2_MEMORY_KIB'),
      timeCost: config.get('ARGON2_PASSES'),
      parallelism: 1,
    };
  }

  async onModuleInit(): Promise<void> {
    this.decoy = await this.hash(randomBytes(32).toString('base64'));
  }

  hash(password: string): Promise<string> {
    return this.admit(() => hash(password, this.options));
  }

  /** Without a hash (no such account) it works as long against a decoy, and says no. */
  async verify(stored: string | undefined, password: string): Promise<boolean> {
    const matches = await this.admit(() => verify(stored ?? this.decoy, password));
    return stored !== undefined && matches;
  }

  /** Whether what matched `checked` matches what is stored by now: another sign-in may have hashed it anew. */
  async stillMatches(stored: string, checked: string, password: string): Promise<boolean> {
    return stored === checked || (await this.verify(stored, password));
  }

  /** True where the hash was made with another cost than the one in force. */
  isOutdated(stored: string): boolean {
    const { memoryCost, timeCost, parallelism } = parseOptions(stored);
    const o = this.options;
    return memoryCost !== o.memoryCost || timeCost !== o.timeCost || parallelism !== o.parallelism;
  }

  private async admit<T>(work: () => Promise<T>): Promise<T> {
    if (this.waiting >= MOST_WAITING) throw new PlatformError('platform.overloaded', undefined, undefined, 1_000);
    this.waiting++;
    try {
      return await work();
    } finally {
      this.waiting--;
    }
  }
}

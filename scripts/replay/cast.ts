import { randomBytes } from 'node:crypto';
import { createClient, type ClientTimings, type ParleyClient } from '../../sdk/index.js';
import { patiently } from './patience.js';

/** Fast enough again after a fault that a replay does not wait for its clients more than for the server. */
const TIMINGS: Partial<ClientTimings> = { reconnectMaxMs: 5_000, requestTimeoutMs: 10_000 };

/** Makes the accounts of one run. Their names carry the run's tag, so that a log can be replayed again and again. */
export class Cast {
  private readonly tag = randomBytes(4).toString('hex');
  private readonly password = randomBytes(12).toString('base64url');
  private made = 0;

  constructor(private readonly urls: readonly string[]) {}

  /** A signed-in client, not connected. Its first address is the next one in turn, the others stand by; with `only` it knows that one. */
  async signUp(displayName: string, deliveredReceipts: boolean, only?: string): Promise<ParleyClient> {
    const index = this.made++;
    const client = createClient({
      url: only ?? this.urls.map((_, i) => this.urls[(index + i) % this.urls.length]!),
      deliveredReceipts,
      timings: TIMINGS,
    });
    const username = `r${this.tag}.${index}-${plain(displayName)}`.slice(0, 32);
    const shown = [...displayName.replace(/[\p{C}]/gu, '')].slice(0, 80).join('').trim() || username;
    await patiently(() => client.register({ username, password: this.password, displayName: shown, device: 'replay' }));
    return client;
  }
}

/** What of a nick may stand in a username, not at its end with a dot. */
const plain = (nick: string): string => nick.replace(/[^A-Za-z0-9_-]/gu, '').slice(0, 12) || 'nick';

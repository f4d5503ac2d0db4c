import type { ParleyClient } from '../../sdk/index.js';
import type { Cast } from './cast.js';
import { inParallel } from './patience.js';
import type { Person } from './plan.js';

/** The accounts of a log's people. Only the last `most` that spoke stay connected, as in a real crowd most are away. */
export class People {
  private readonly clients = new Map<number, ParleyClient>();
  private readonly connected = new Set<number>();

  constructor(
    private readonly cast: Cast,
    private readonly most: number,
  ) {}

  async signUp(people: readonly Person[], each: () => void): Promise<void> {
    await inParallel(people, 4, async (person) => {
      this.clients.set(person.index, await this.cast.signUp(person.nick, false));
      each();
    });
  }

  get count(): number {
    return this.clients.size;
  }

  client(person: number): ParleyClient {
    return this.clients.get(person)!;
  }

  id(person: number): string {
    return this.client(person).user.get()!.id;
  }

  /** The person's client, connected or connecting: what it is given to send goes out either way. */
  speaker(person: number): ParleyClient {
    const client = this.client(person);
    if (!this.connected.delete(person)) {
      // Whether it succeeds shows in what is sent; it goes on trying meanwhile.
      client.connect().catch(() => undefined);
      const [longest] = this.connected;
      if (this.connected.size >= this.most && longest !== undefined) this.silence(longest);
    }
    this.connected.add(person);
    return client;
  }

  silence(person: number): void {
    this.client(person).disconnect();
    this.connected.delete(person);
  }

  close(): void {
    for (const client of this.clients.values()) client.close();
  }
}

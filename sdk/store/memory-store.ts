import type { Store } from './store.js';

/** Keeps everything in this process and forgets it with it. Values are copied in and out like in any other store. */
export class MemoryStore implements Store {
  private readonly values = new Map<string, string>();

  async get(key: string): Promise<unknown> {
    const text = this.values.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  }

  async set(key: string, value: unknown): Promise<void> {
    this.values.set(key, JSON.stringify(value));
  }

  async delete(key: string): Promise<void> {
    this.values.delete(key);
  }

  async entries(prefix: string): Promise<Array<[string, unknown]>> {
    return [...this.values]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, text]) => [key, JSON.parse(text) as unknown]);
  }
}

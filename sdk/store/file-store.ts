import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Store } from './store.js';

/**
 * Keeps everything in one JSON file that only its owner can read (it holds a session). A resolved write is on the disk:
 * the file is replaced as a whole, and what is asked for while one replacement is under way shares the next one.
 *
 * For one process at a time, and for what a person types rather than for bulk: each write costs the whole file.
 */
export class FileStore implements Store {
  private values: Promise<Map<string, unknown>> | null = null;
  private writing: Promise<void> = Promise.resolve();
  private next: Promise<void> | null = null;

  constructor(private readonly path: string) {}

  async get(key: string): Promise<unknown> {
    return structuredClone((await this.load()).get(key));
  }

  async set(key: string, value: unknown): Promise<void> {
    (await this.load()).set(key, structuredClone(value));
    await this.save();
  }

  async delete(key: string): Promise<void> {
    if ((await this.load()).delete(key)) await this.save();
  }

  async entries(prefix: string): Promise<Array<[string, unknown]>> {
    return [...(await this.load())]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, structuredClone(value)]);
  }

  private load(): Promise<Map<string, unknown>> {
    return (this.values ??= readFile(this.path, 'utf8').then(
      (text) => new Map(Object.entries(JSON.parse(text) as Record<string, unknown>)),
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return new Map<string, unknown>();
        this.values = null;
        throw error;
      },
    ));
  }

  private save(): Promise<void> {
    return (this.next ??= this.writing
      .catch(() => undefined)
      .then(() => {
        this.next = null;
        return (this.writing = this.replace());
      }));
  }

  private async replace(): Promise<void> {
    const text = JSON.stringify(Object.fromEntries(await this.load()));
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    const file = await open(`${this.path}.new`, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${this.path}.new`, this.path);
  }
}

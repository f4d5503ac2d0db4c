import type { Store } from './store.js';
import type { IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore, IdbRequest } from './indexeddb-types.js';

const TABLE = 'values';

/** Keeps everything in one IndexedDB database of the page's origin. A resolved write has committed its transaction. */
export class IndexedDbStore implements Store {
  private opened: Promise<IdbDatabase> | null = null;

  /** `name` is the database's; use one per deployment and account where one page talks to several. */
  constructor(
    private readonly name = 'parley',
    private readonly factory: IdbFactory = globals().indexedDB,
    private readonly keyRange: IdbKeyRange = globals().IDBKeyRange,
  ) {}

  get(key: string): Promise<unknown> {
    return this.run('readonly', (table) => table.get(key));
  }

  async set(key: string, value: unknown): Promise<void> {
    await this.run('readwrite', (table) => table.put(value, key));
  }

  async delete(key: string): Promise<void> {
    await this.run('readwrite', (table) => table.delete(key));
  }

  async entries(prefix: string): Promise<Array<[string, unknown]>> {
    const range = this.keyRange.bound(prefix, `${prefix}\uffff`);
    const keys = await this.run('readonly', (table) => table.getAllKeys(range));
    const found: Array<[string, unknown]> = [];
    for (const key of keys) {
      const value = await this.get(key);
      // Another tab may have deleted it since the keys were read.
      if (value !== undefined) found.push([key, value]);
    }
    return found;
  }

  /** Lets the database be deleted or upgraded by others. The store opens it again when it is next used. */
  async close(): Promise<void> {
    const opened = this.opened;
    this.opened = null;
    (await opened)?.close();
  }

  private async run<T>(mode: 'readonly' | 'readwrite', act: (table: IdbObjectStore) => IdbRequest<T>): Promise<T> {
    const database = await (this.opened ??= this.open());
    const transaction = database.transaction(TABLE, mode);
    const request = act(transaction.objectStore(TABLE));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('IndexedDB refused'));
    });
  }

  private open(): Promise<IdbDatabase> {
    const request = this.factory.open(this.name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
    return new Promise((resolve, reject) => {
      request.onsuccess = () => {
        // Without this, another tab's upgrade or deletion would wait for this one for ever.
        request.result.onversionchange = () => void this.close();
        resolve(request.result);
      };
      request.onerror = () => reject(request.error ?? new Error('IndexedDB could not be opened'));
    });
  }
}

const globals = () => globalThis as unknown as { indexedDB: IdbFactory; IDBKeyRange: IdbKeyRange };

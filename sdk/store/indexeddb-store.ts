import type { Store } from './store.js';
import type {
  IdbDatabase,
  IdbFactory,
  IdbKeyRange,
  IdbObjectStore,
  IdbRequest,
  IdbTransaction,
} from './indexeddb-types.js';

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

  async get(key: string): Promise<unknown> {
    const [value] = await this.run('readonly', (table) => [table.get(key)]);
    return value;
  }

  async set(key: string, value: unknown): Promise<void> {
    await this.run('readwrite', (table) => [table.put(value, key)]);
  }

  async delete(key: string): Promise<void> {
    await this.run('readwrite', (table) => [table.delete(key)]);
  }

  async entries(prefix: string): Promise<Array<[string, unknown]>> {
    const range = this.keyRange.bound(prefix, `${prefix}\uffff`);
    // Both in one transaction, so that they are of one moment and belong together.
    const [keys, values] = await this.run('readonly', (table) => [table.getAllKeys(range), table.getAll(range)]);
    return (keys as string[]).map((key, at) => [key, (values as unknown[])[at]]);
  }

  /** Lets the database be deleted or upgraded by others. The store opens it again when it is next used. */
  async close(): Promise<void> {
    const opened = this.opened;
    this.opened = null;
    (await opened)?.close();
  }

  /** Answers what each request found, once all of them are done. */
  private async run(
    mode: 'readonly' | 'readwrite',
    act: (table: IdbObjectStore) => Array<IdbRequest<unknown>>,
  ): Promise<unknown[]> {
    const transaction = await this.begin(mode);
    const requests = act(transaction.objectStore(TABLE));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(requests.map((request) => request.result));
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('IndexedDB refused'));
    });
  }

  private async begin(mode: 'readonly' | 'readwrite'): Promise<IdbTransaction> {
    const opened = this.database();
    const database = await opened;
    try {
      return database.transaction(TABLE, mode);
    } catch {
      // The browser closed it by itself (its process died, storage was cleared) and did not say so.
      this.forget(opened);
      return (await this.database()).transaction(TABLE, mode);
    }
  }

  private database(): Promise<IdbDatabase> {
    return (this.opened ??= this.open());
  }

  private open(): Promise<IdbDatabase> {
    const request = this.factory.open(this.name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
    const opened = new Promise<IdbDatabase>((resolve, reject) => {
      request.onsuccess = () => {
        const database = request.result;
        // Without this, another tab's upgrade or deletion would wait for this one for ever.
        database.onversionchange = () => {
          database.close();
          this.forget(opened);
        };
        database.onclose = () => this.forget(opened);
        resolve(database);
      };
      request.onerror = () => reject(request.error ?? new Error('IndexedDB could not be opened'));
    });
    // What fails once may work the next time.
    opened.catch(() => this.forget(opened));
    return opened;
  }

  /** The next use opens another one, unless somebody has done so already. */
  private forget(opened: Promise<IdbDatabase>): void {
    if (this.opened === opened) this.opened = null;
  }
}

const globals = () => globalThis as unknown as { indexedDB: IdbFactory; IDBKeyRange: IdbKeyRange };

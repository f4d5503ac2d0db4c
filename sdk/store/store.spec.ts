import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileStore } from './file-store.js';
import { IndexedDbStore } from './indexeddb-store.js';
import type { IdbDatabase, IdbFactory, IdbOpenRequest } from './indexeddb-types.js';
import { MemoryStore } from './memory-store.js';
import type { Store } from './store.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-store-'));
});
afterAll(() => rm(folder, { recursive: true }));

// The specification's own behaviour, in this process: databases live as long as the factory.
const browser = new IDBFactory();
const origin = browser as unknown as IdbFactory;
const indexed = (name: string) => new IndexedDbStore(name, origin, IDBKeyRange);

const kinds: Array<[string, () => Store]> = [
  ['MemoryStore', () => new MemoryStore()],
  ['FileStore', () => new FileStore(join(folder, 'deep', `${Math.random()}.json`))],
  ['IndexedDbStore', () => indexed(`${Math.random()}`)],
];

describe.each(kinds)('%s', (_, make) => {
  it('keeps, replaces and forgets', async () => {
    const store = make();
    expect(await store.get('a')).toBeUndefined();
    await store.set('a', { n: 1 });
    await store.set('a', { n: 2 });
    expect(await store.get('a')).toEqual({ n: 2 });
    await store.delete('a');
    await store.delete('never');
    expect(await store.get('a')).toBeUndefined();
  });

  it('lists what begins with a prefix, sorted, and nothing else', async () => {
    const store = make();
    for (const key of ['q/2', 'q/10', 'r/1', 'p']) await store.set(key, key);
    expect(await store.entries('q/')).toEqual([
      ['q/10', 'q/10'],
      ['q/2', 'q/2'],
    ]);
  });

  it('keeps values of its own: what the caller changes afterwards changes nothing', async () => {
    const store = make();
    const value = { list: [1] };
    await store.set('a', value);
    value.list.push(2);
    ((await store.get('a')) as typeof value).list.push(3);
    expect(await store.get('a')).toEqual({ list: [1] });
  });
});

describe('FileStore', () => {
  it('is there for the next process, for the owner alone, whole after every write', async () => {
    const path = join(folder, 'session.json');
    const store = new FileStore(path);
    await Promise.all(Array.from({ length: 50 }, (_, i) => store.set(`k${i}`, i)));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(Object.keys(JSON.parse(await readFile(path, 'utf8')) as object)).toHaveLength(50);
    expect(await new FileStore(path).get('k49')).toBe(49);
  });

  it('refuses a file it cannot read instead of overwriting it', async () => {
    const path = join(folder, 'broken.json');
    await writeFile(path, '{"session":');
    await expect(new FileStore(path).set('a', 1)).rejects.toThrow();
    expect(await readFile(path, 'utf8')).toBe('{"session":');
  });
});

describe('IndexedDbStore', () => {
  it('is shared by the tabs of an origin and outlives the one that wrote', async () => {
    const tab = indexed('shared');
    await tab.set('a', 1);
    await tab.close();
    expect(await indexed('shared').get('a')).toBe(1);
  });

  it('opens again after it was closed for somebody else', async () => {
    const store = indexed('again');
    await store.set('a', 1);
    await store.close();
    await store.set('b', 2);
    expect(await store.entries('')).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  /** A store, and the databases that the browser has opened for it. `fails`: the next opening does. */
  function watched() {
    const name = `${Math.random()}`;
    const state = { databases: [] as IdbDatabase[], fails: false };
    const open = (name: string, version: number) => {
      if (state.fails) return refusal();
      const request = origin.open(name, version);
      const told = request as unknown as EventTarget;
      told.addEventListener('success', () => state.databases.push(request.result));
      return request;
    };
    return { state, name, store: new IndexedDbStore(name, { open }, IDBKeyRange) };
  }
  function refusal(): IdbOpenRequest {
    const request = { error: new Error('disk failed') } as unknown as IdbOpenRequest;
    queueMicrotask(() => request.onerror?.(undefined as never));
    return request;
  }

  it('opens again what the browser closed by itself, whether it said so or not', async () => {
    const { state, store } = watched();
    await store.set('a', 1);
    state.databases.at(-1)!.close();
    await store.set('b', 2);
    const [, second] = state.databases;
    second!.onclose?.(undefined as never);
    await store.set('c', 3);
    expect(state.databases).toHaveLength(3);
    expect((await store.entries('')).map(([key]) => key)).toEqual(['a', 'b', 'c']);
  });

  it('opens one database for all who find it closed, and leaves none open when others want it gone', async () => {
    const { state, store, name } = watched();
    await store.set('a', 1);
    state.databases[0]!.close();
    expect(await Promise.all([store.get('a'), store.get('a')])).toEqual([1, 1]);
    expect(state.databases).toHaveLength(2);
    // Told by one that was there before, and is not the one in use.
    state.databases[0]!.onclose?.(undefined as never);
    await store.get('a');
    expect(state.databases).toHaveLength(2);
    const deleting = browser.deleteDatabase(name);
    await new Promise((resolve, reject) => {
      deleting.onsuccess = resolve;
      deleting.onblocked = () => reject(new Error('A database is still open'));
    });
  });

  it('opens again what could not be opened once', async () => {
    const { state, store } = watched();
    state.fails = true;
    await expect(store.get('a')).rejects.toThrow('disk failed');
    state.fails = false;
    await store.set('a', 1);
    expect(await store.get('a')).toBe(1);
  });
});

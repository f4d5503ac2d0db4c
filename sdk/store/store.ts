/**
 * Where a client keeps what must survive a reload: its session, its device id, its send queue, the newest page of
 * recent conversations. Values are plain JSON. A resolved `set` or `delete` is durable to the degree the store says.
 *
 * Several clients (tabs) may share one store: every key holds one self-contained thing and the last writer wins, which
 * is harmless for all of them (a queued message sent twice carries one id, so the server keeps it once).
 */
export interface Store {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** Everything whose key starts with `prefix`, sorted by key. */
  entries(prefix: string): Promise<Array<[string, unknown]>>;
}

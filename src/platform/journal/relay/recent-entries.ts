import type { CommittedEntry } from '../entry.js';

/** Entries of one generation; two are kept. */
const GENERATION = 10_000;

/**
 * What this node committed a moment ago, so that the relay need not read it from the log again. A memory and nothing more:
 * what it has forgotten, or other nodes committed, is read.
 */
export class RecentEntries {
  private young = new Map<string, CommittedEntry>();
  private old = new Map<string, CommittedEntry>();

  add(entries: readonly CommittedEntry[]): void {
    for (const entry of entries) this.young.set(key(entry.streamId, entry.seq), entry);
    if (this.young.size < GENERATION) return;
    this.old = this.young;
    this.young = new Map();
  }

  /**
   * Hands the entry out once: kept any longer, most would outlive the young generation of the heap and be copied for nothing.
   * `at` in milliseconds tells this entry from one of the same number in a history that a restore has replaced.
   */
  take(streamId: string, seq: number, at: number | null): CommittedEntry | undefined {
    const id = key(streamId, seq);
    const entry = this.young.get(id) ?? this.old.get(id);
    if (!this.young.delete(id)) this.old.delete(id);
    return entry && at === Date.parse(entry.at) ? entry : undefined;
  }
}

const key = (streamId: string, seq: number): string => `${streamId}${seq}`;

/**
 * Placement (law): a stream's shard is this pure function of its id, never looked up and never changed. It stands first
 * in the key of every hot table, is what the relay leases, and lets the tables be spread over several databases later.
 */
export const SHARDS = 64;

/** FNV-1a over the id's hexadecimal digits, folded to 0..63. `shard.spec.ts` pins known values: changing it loses data. */
export function shardOf(streamId: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < streamId.length; i++) {
    const c = streamId.charCodeAt(i);
    if (c === 45) continue; // '-'
    h = Math.imul(h ^ c, 0x01000193);
  }
  return ((h ^ (h >>> 16)) >>> 0) % SHARDS;
}

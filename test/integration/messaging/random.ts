/** A seeded picker (mulberry32): the same seed, the same picks. */
export function random(seed: number): <T>(from: readonly T[]) => T {
  let state = seed;
  return (from) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return from[((t ^ (t >>> 14)) >>> 0) % from.length]!;
  };
}

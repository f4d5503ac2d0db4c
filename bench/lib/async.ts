export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until `done` holds, looking every 20 ms; false when `ms` went by first. */
export async function until(done: () => boolean | Promise<boolean>, ms: number, everyMs = 20): Promise<boolean> {
  const end = performance.now() + ms;
  while (!(await done())) {
    if (performance.now() > end) return false;
    await pause(everyMs);
  }
  return true;
}

/** Runs `work` for 0..count-1, at most `width` at a time, and returns the answers in order. */
export async function inParallel<T>(count: number, width: number, work: (i: number) => Promise<T>): Promise<T[]> {
  const answers = new Array<T>(count);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const i = next++;
      answers[i] = await work(i);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
  return answers;
}

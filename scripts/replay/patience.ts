import { ParleyError } from '../../sdk/index.js';

/** Does a REST request until it has a final answer: a node may be down, a limit reached. Gives up after `withinMs`. */
export async function patiently<T>(act: () => Promise<T>, withinMs = 120_000): Promise<T> {
  const giveUpAt = Date.now() + withinMs;
  for (let wait = 100; ; wait = Math.min(wait * 2, 3_000)) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof ParleyError) || !error.retryable || Date.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.max(wait, error.retryAfterMs ?? 0)));
    }
  }
}

/** Runs the tasks, at most `most` at a time. */
export async function inParallel<T>(items: readonly T[], most: number, act: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
}

import { until } from '../../../../scripts/parts/until.js';

const ANSWER_MS = 2_000;
const WITHIN_MS = 5_000;
/** HTTP tells whole seconds, and Node thinks of a new one once a second. */
const TOLERANCE_S = 2;

/** So many seconds a node says its clock is ahead of that of this process; negative: behind. */
async function aheadOf({ url }: { url: string }): Promise<number> {
  const { headers } = await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(ANSWER_MS) });
  return Math.round((Date.parse(headers.get('date')!) - Date.now()) / 1000);
}

/** Whether a node's clock has really gone where it was set. */
export function isAhead(node: { url: string }, seconds: number): Promise<boolean> {
  const there = async () => Math.abs((await aheadOf(node)) - seconds) <= TOLERANCE_S;
  return until(`the clock of ${node.url} is ${seconds} s ahead`, WITHIN_MS, there).then(
    () => true,
    () => false,
  );
}

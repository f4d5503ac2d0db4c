/** A message as the log wants it, or as somebody saw it. */
export interface Line {
  clientMessageId: string;
  authorId: string;
  body: string | null;
}

/** What one node or listener has otherwise than the log. All zero: nothing. */
export interface Difference {
  lost: number;
  duplicated: number;
  /** Lines that stand before one which the log has earlier. */
  outOfOrder: number;
  /** Another text or another author. */
  altered: number;
  /** Lines nobody sent, or that were refused. */
  unexpected: number;
  /** The first few, in words. */
  examples: string[];
}

const EXAMPLES = 5;

export const differs = (difference: Difference): boolean =>
  difference.lost + difference.duplicated + difference.outOfOrder + difference.altered + difference.unexpected > 0;

/** Compares what was seen with what was sent, line by line; both in their order. */
export function compare(sent: readonly Line[], seen: readonly Line[]): Difference {
  const difference: Difference = { lost: 0, duplicated: 0, outOfOrder: 0, altered: 0, unexpected: 0, examples: [] };
  const found = (what: 'lost' | 'duplicated' | 'outOfOrder' | 'altered' | 'unexpected', line: Line) => {
    difference[what] += 1;
    if (difference.examples.length < EXAMPLES) {
      difference.examples.push(`${what}: ${line.clientMessageId} ${JSON.stringify(line.body?.slice(0, 60) ?? null)}`);
    }
  };
  const wanted = new Map(sent.map((line, place) => [line.clientMessageId, { line, place, times: 0 }]));
  let furthest = -1;
  for (const line of seen) {
    const entry = wanted.get(line.clientMessageId);
    if (!entry) {
      found('unexpected', line);
      continue;
    }
    entry.times += 1;
    if (entry.times > 1) found('duplicated', line);
    else if (entry.place < furthest) found('outOfOrder', line);
    furthest = Math.max(furthest, entry.place);
    if (line.body !== entry.line.body || line.authorId !== entry.line.authorId) found('altered', line);
  }
  for (const { line, times } of wanted.values()) if (times === 0) found('lost', line);
  return difference;
}

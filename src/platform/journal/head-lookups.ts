/** A statement that takes longer than this holds up nobody else. */
const PATIENCE_MS = 25;

interface Batch<Head> {
  ids: Set<string>;
  heads: Promise<Map<string, Head>>;
}

/**
 * Look-ups of single heads share statements: those of one turn, and those made while a statement is under way, become the next one.
 * It begins after every call it answers, so each answer is as new as its own statement's would be. A lone call waits for nobody.
 */
export class HeadLookups<Head> {
  private next: Batch<Head> | null = null;
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly read: (streamIds: readonly string[]) => Promise<Map<string, Head>>) {}

  async head(streamId: string): Promise<Head | null> {
    this.next ??= this.begin();
    this.next.ids.add(streamId);
    return (await this.next.heads).get(streamId) ?? null;
  }

  private begin(): Batch<Head> {
    const ids = new Set<string>();
    const heads = this.running.then(() => {
      this.next = null;
      return this.read([...ids]);
    });
    this.running = settledOrLate(heads);
    return { ids, heads };
  }
}

async function settledOrLate(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS)));
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
}

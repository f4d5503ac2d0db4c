/**
 * Runs the steps of one key one after another, those of different keys side by side: what was pipelined goes on in the order it
 * came, although a step may take longer than the next one.
 */
export class InOrder {
  private readonly tails = new Map<string, Promise<unknown>>();

  run<T>(key: string, step: () => Promise<T>): Promise<T> {
    const before = this.tails.get(key);
    const mine = before ? before.then(step) : step();
    const tail = mine.then(noop, noop).then(() => {
      if (this.tails.get(key) === tail) this.tails.delete(key);
    });
    this.tails.set(key, tail);
    return mine;
  }
}

const noop = () => undefined;

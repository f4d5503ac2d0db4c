/**
 * Runs the steps of one key one after another, those of different keys side by side. Sends pipelined by one user into one
 * conversation reach the journal's queue in the order they came, although deciding on one may take longer than on the next.
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

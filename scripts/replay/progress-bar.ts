const WIDTH = 30;

/** One line for all that runs: drawn over itself on a terminal, a plain line per tenth elsewhere. */
export class ProgressBar {
  private readonly running = new Map<string, { done: number; total: number; what: string }>();
  private drawnAt = 0;
  private tenths = -1;

  show(name: string, done: number, total: number, what: string): void {
    this.running.set(name, { done, total, what });
    if (Date.now() - this.drawnAt < 100) return;
    this.drawnAt = Date.now();
    this.draw();
  }

  end(name: string): void {
    this.running.delete(name);
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  }

  finish(): void {
    for (const name of [...this.running.keys()]) this.end(name);
  }

  /** A line of its own above the bar. */
  say(line: string): void {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    console.log(line);
  }

  private draw(): void {
    const all = [...this.running.values()];
    const done = all.reduce((sum, one) => sum + one.done, 0);
    const total = Math.max(1, all.reduce((sum, one) => sum + one.total, 0)); // prettier-ignore
    const share = done / total;
    const what = [...new Set(all.map((one) => one.what))].join(' and ');
    const words = `${done} of ${total} ${what}, ${all.length} log(s)`;
    if (process.stderr.isTTY) {
      const full = Math.round(share * WIDTH);
      process.stderr.write(`\r\x1b[K[${'='.repeat(full)}${' '.repeat(WIDTH - full)}] ${words}`);
    } else if (Math.floor(share * 10) !== this.tenths) {
      this.tenths = Math.floor(share * 10);
      process.stderr.write(`${words}\n`);
    }
  }
}

/** Simulated time: things happen at their moment, one after the other, at no cost. */
export class Timetable {
  now = 0;
  private readonly waiting: Array<{ t: number; order: number; act: () => void }> = [];
  private order = 0;

  at(t: number, act: () => void): void {
    const item = { t: Math.max(t, this.now), order: this.order++, act };
    let place = this.waiting.length;
    while (place > 0 && later(this.waiting[place - 1]!, item)) place--;
    this.waiting.splice(place, 0, item);
  }

  after(ms: number, act: () => void): void {
    this.at(this.now + ms, act);
  }

  /** Lives on to `t`. */
  until(t: number): void {
    for (let item = this.waiting[0]; item && item.t <= t; item = this.waiting[0]) {
      this.waiting.shift();
      this.now = item.t;
      item.act();
    }
    this.now = Math.max(this.now, t);
  }

  /** Lives on until nothing is left to happen. */
  drain(): void {
    while (this.waiting.length > 0) this.until(this.waiting[0]!.t);
  }
}

const later = (a: { t: number; order: number }, b: { t: number; order: number }): boolean =>
  a.t > b.t || (a.t === b.t && a.order > b.order);

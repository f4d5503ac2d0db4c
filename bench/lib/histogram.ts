const STEP = 0.015;
const FLOOR_MS = 0.001;
const BUCKETS = 1400;

export interface Latency {
  n: number;
  mean: number;
  p50: number;
  p99: number;
  max: number;
}

const round3 = (x: number): number => Math.round(x * 1000) / 1000;

/** Latencies in milliseconds in logarithmic buckets: 1.5 % relative resolution from 1 µs to about 20 minutes, no allocation per value. */
export class Histogram {
  private readonly buckets = new Uint32Array(BUCKETS);
  private sum = 0;
  private largest = 0;
  count = 0;

  add(ms: number): void {
    const value = ms > FLOOR_MS ? ms : FLOOR_MS;
    const bucket = Math.floor(Math.log(value / FLOOR_MS) / STEP);
    this.buckets[bucket < BUCKETS ? bucket : BUCKETS - 1]!++;
    this.count++;
    this.sum += value;
    if (value > this.largest) this.largest = value;
  }

  /** All values of both. */
  plus(other: Histogram): Histogram {
    const sum = new Histogram();
    for (const one of [this, other]) {
      one.buckets.forEach((count, i) => (sum.buckets[i]! += count));
      sum.sum += one.sum;
      sum.count += one.count;
      sum.largest = Math.max(sum.largest, one.largest);
    }
    return sum;
  }

  quantile(p: number): number {
    let left = Math.ceil(this.count * p);
    for (let i = 0; i < BUCKETS; i++) {
      left -= this.buckets[i]!;
      if (left <= 0) return Math.min(FLOOR_MS * Math.exp((i + 0.5) * STEP), this.largest);
    }
    return this.largest;
  }

  summary(): Latency {
    if (this.count === 0) return { n: 0, mean: NaN, p50: NaN, p99: NaN, max: NaN };
    return {
      n: this.count,
      mean: round3(this.sum / this.count),
      p50: round3(this.quantile(0.5)),
      p99: round3(this.quantile(0.99)),
      max: round3(this.largest),
    };
  }
}

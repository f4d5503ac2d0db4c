import type { DeliveryWatch } from '../listener.js';
import { quantiles, type Report } from '../report.js';

export type Latency = Report['ackMs'] & { deliveries: number };

interface Delivery {
  sentAt: number;
  heardAt: number;
  at?: string;
}

/** One second of the run, by when its lines were sent. */
export interface Second {
  second: number;
  lines: number;
  ackP99: number;
  deliveryP50: number;
  deliveryP99: number;
}

/** From giving a line to the library until a listener has it, for every line and listener. Times as `performance.now()`. */
export class DeliveryLog implements DeliveryWatch {
  private readonly began = performance.now();
  private readonly sentAt = new Map<string, number>();
  private readonly acks: Delivery[] = [];
  private readonly deliveries: Delivery[] = [];

  sent(clientMessageId: string): void {
    this.sentAt.set(clientMessageId, performance.now());
  }

  acked(clientMessageId: string): void {
    this.acks.push({ sentAt: this.sentAt.get(clientMessageId)!, heardAt: performance.now() });
  }

  heard(clientMessageId: string, at?: string): void {
    const sentAt = this.sentAt.get(clientMessageId);
    if (sentAt !== undefined) this.deliveries.push({ sentAt, heardAt: performance.now(), at });
  }

  /** Of the lines sent from `from` until `to`, to all listeners but those who wait for the node `without`. */
  latency(from = -Infinity, to = Infinity, without?: string): Latency {
    return latencyOf(this.between(from, to, without));
  }

  /** Of the lines sent in none of the windows. */
  latencyOutside(windows: ReadonlyArray<{ began: number; healed: number }>): Latency {
    const outside = ({ sentAt }: Delivery) => windows.every(({ began, healed }) => sentAt < began || sentAt >= healed);
    return latencyOf(this.deliveries.filter(outside));
  }

  linesSent(from: number, to = Infinity): number {
    return [...this.sentAt.values()].filter((at) => at >= from && at < to).length;
  }

  /**
   * How long after `healed` delivery was normal again: the beginning of the first second whose median, and that of the next
   * three quarters, is at most `normalMs`. The median, so that a busy machine is not taken for the fault. Null: not before `until`.
   */
  normalAfter({ healed, until }: { healed: number; until: number }, normalMs: number): number | null {
    let calm = 0;
    for (let after = 0; healed + after + 1000 <= until; after += 250) {
      const { p50, deliveries } = this.latency(healed + after, healed + after + 1000);
      calm = deliveries === 0 || p50 <= normalMs ? calm + 1 : 0;
      if (calm === 4) return after - 750;
    }
    return null;
  }

  /** Second by second, for a picture of the run. */
  timeline(): Second[] {
    const last = Math.max(this.began, ...this.sentAt.values());
    return Array.from({ length: Math.ceil((last - this.began) / 1000) }, (_, second) => {
      const [from, to] = [this.began + second * 1000, this.began + (second + 1) * 1000];
      const acks = latencyOf(this.acks.filter(({ sentAt }) => sentAt >= from && sentAt < to));
      const { p50, p99 } = this.latency(from, to);
      return { second, lines: this.linesSent(from, to), ackP99: acks.p99, deliveryP50: p50, deliveryP99: p99 };
    });
  }

  /** When something happened, on the timeline. */
  secondOf(time: number): number {
    return (time - this.began) / 1000;
  }

  private between(from: number, to: number, without?: string): Delivery[] {
    return this.deliveries.filter(
      ({ sentAt, at }) => sentAt >= from && sentAt < to && (without === undefined || at !== without),
    );
  }
}

function latencyOf(deliveries: readonly Delivery[]): Latency {
  const ms = deliveries.map(({ sentAt, heardAt }) => heardAt - sentAt);
  return { ...quantiles(ms), deliveries: ms.length };
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/parts/until.js';
import { probeApp, type ProbeApp } from './probe-app.js';

const SENT = 'messaging.message-sent.v1';
const TITLE = 'groups.title-changed.v1';
const numbers = (to: number) => Array.from({ length: to }, (_, i) => i + 1);

/** What both forms of the transport promise, run against each. */
export function describeGuarantees(form: string, environment: () => Promise<Record<string, string>>): void {
  describe(`transport: ${form}`, () => {
    let probe: ProbeApp;
    beforeAll(async () => {
      probe = await probeApp(await environment());
    });
    afterAll(() => probe.close());

    const done = (consumer: string, streamId: string, count: number) =>
      until(
        `${consumer} has ${count} effects`,
        15_000,
        async () => (await probe.effects(consumer, streamId)).length >= count,
      );

    it('carries the entries of every stream to every consumer, once and in order', async () => {
      const streams = await Promise.all(numbers(12).map(() => probe.open()));
      const sent = new Map(streams.map((s) => [s, [] as number[]]));
      const append = async (stream: string, n: number) => {
        const seq = await probe.append(stream, n % 3 === 0 ? TITLE : SENT, { n });
        if (n % 3 !== 0) sent.get(stream)!.push(seq);
      };
      await Promise.all(numbers(20).flatMap((n) => streams.map((s) => append(s, n))));
      for (const stream of streams) {
        await done('probe.wide', stream, 20);
        await done('probe.narrow', stream, 14);
        expect(await probe.effects('probe.wide', stream)).toEqual(numbers(20));
        expect(await probe.effects('probe.narrow', stream)).toEqual(sent.get(stream)!.sort((a, b) => a - b));
      }
      await until('the outbox is empty', 10_000, probe.outboxEmpty);
    });

    it('retries a failing reaction, whose effect then happens once', async () => {
      const stream = await probe.open();
      let failures = 2;
      probe.behaviour.before = (consumer) => {
        if (consumer === 'probe.wide' && failures-- > 0) throw new Error('not yet');
      };
      await probe.append(stream, SENT, {});
      await done('probe.wide', stream, 1);
      expect(failures).toBeLessThan(0);
      expect(await probe.effects('probe.wide', stream)).toEqual([1]);
    });

    it('sets a poison entry aside, lets others flow, and replays it on request', async () => {
      const [stream, other] = [await probe.open(), await probe.open()];
      let poisoned = true;
      probe.behaviour.before = (consumer, envelope) => {
        const poison = (envelope.data as { poison?: boolean }).poison;
        if (consumer === 'probe.wide' && poison && poisoned) throw new Error('poison');
      };
      for (const n of numbers(5)) await probe.append(stream, SENT, { poison: n === 2 });
      await probe.append(other, SENT, {});
      await done('probe.wide', other, 1);
      await done('probe.wide', stream, 4);
      expect(await probe.effects('probe.wide', stream)).toEqual([1, 3, 4, 5]);
      await done('probe.narrow', stream, 5);
      expect(await probe.effects('probe.narrow', stream)).toEqual(numbers(5));
      const letters = () =>
        probe.database.hot.query('SELECT * FROM dead_letters WHERE stream_id = $1', [stream]).then((r) => r.rows);
      expect(await letters()).toMatchObject([{ consumer: 'probe.wide', seq: 2, type: SENT, attempts: 5 }]);
      poisoned = false;
      await probe.database.hot.query('UPDATE dead_letters SET replay_requested_at = now() WHERE stream_id = $1', [
        stream,
      ]);
      await done('probe.wide', stream, 5);
      expect(await probe.effects('probe.wide', stream)).toEqual([1, 3, 4, 5, 2]);
      expect((await letters())[0].replayed_at).not.toBeNull();
    });

    it('keeps waiting, without setting anything aside, while the database refuses the effect', async () => {
      const stream = await probe.open();
      let refused = 0;
      probe.behaviour.before = (consumer) => {
        if (consumer === 'probe.wide' && refused++ < 7)
          throw Object.assign(new Error('too many clients'), { code: '53300' });
      };
      await probe.append(stream, SENT, {});
      await done('probe.wide', stream, 1);
      expect(refused).toBe(8);
      const letters = await probe.database.hot.query('SELECT 1 FROM dead_letters WHERE stream_id = $1', [stream]);
      expect(letters.rowCount).toBe(0);
    });
  });
}

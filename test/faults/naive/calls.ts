import type { OpName, Ops } from '../history/index.js';
import type { NaiveDevice } from './device.js';
import type { Random } from './random.js';
import type { Recorder, Running } from './recorder.js';
import type { Step } from './script.js';
import { Refusal } from './state.js';
import type { Timetable } from './timetable.js';

export type Luck = Step['luck'];

const UNAUTHENTICATED = new Refusal('platform.unauthenticated', 401);

/** Carries calls from devices to the server and answers back, some of which get lost. */
export class Calls {
  /** Device to when its last call is done: one socket's calls are done in the order in which they were written. */
  private readonly doneAt = new Map<string, number>();
  private readonly underWay = new Map<Running, { node: number; cancelled: boolean }>();

  constructor(
    private readonly time: Timetable,
    private readonly random: Random,
    private readonly recorder: Recorder,
    private readonly accepted: (session: string) => boolean,
  ) {}

  /** `early`: the answer is given out before the work is done, and the work never is. A planted bug. */
  make<O extends OpName>(
    device: NaiveDevice,
    op: O,
    args: Ops[O]['args'],
    luck: Luck,
    work: () => Ops[O]['result'],
    early?: () => Ops[O]['result'] | null,
  ): void {
    const { time, random, recorder } = this;
    const [process, node] = [device.name.split('/')[0]!, random.below(3)];
    const by = { process, device: device.name, session: device.session, epoch: device.named };
    const call = recorder.invoke(op, args, {
      ...by,
      ...(device.up ? { socket: device.socket } : {}),
      node: `node-${node + 1}`,
    });
    const state = { node, cancelled: false };
    this.underWay.set(call, state);
    if (luck !== 'well') time.after(random.between(200, 800), () => this.lost(call));
    const done = Math.max(time.now + random.between(0.5, 20), this.doneAt.get(device.name) ?? 0);
    this.doneAt.set(device.name, done);
    time.at(done, () => {
      if (state.cancelled || luck === 'request lost') return;
      const promised = early?.() ?? null;
      const answer = promised === null ? this.tried(device, work) : { ok: true as const, result: promised };
      if (luck === 'answer lost') return;
      time.after(random.between(0.5, 20), () => {
        if (state.cancelled) return;
        this.underWay.delete(call);
        if (answer.ok) recorder.ok(call, answer.result);
        else recorder.fail(call, { code: answer.refusal.code, status: answer.refusal.status });
      });
    });
  }

  /** Nothing that is under way (through one node) is done or answered any more. */
  cut(node: number | 'all'): void {
    for (const [call, state] of this.underWay) {
      if (node !== 'all' && state.node !== node) continue;
      state.cancelled = true;
      this.lost(call);
    }
  }

  private lost(call: Running): void {
    this.underWay.delete(call);
    this.recorder.info(call);
  }

  private tried<R>(device: NaiveDevice, work: () => R): { ok: true; result: R } | { ok: false; refusal: Refusal } {
    try {
      if (!this.accepted(device.session)) throw UNAUTHENTICATED;
      return { ok: true, result: work() };
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, refusal: error };
      throw error;
    }
  }
}

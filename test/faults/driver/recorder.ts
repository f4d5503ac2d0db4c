import { ParleyError } from '../../../sdk/index.js';
import {
  type FinalName,
  type Finals,
  type HistoryWriter,
  type MarkName,
  type Marks,
  NEVER_ENDED,
  type OpError,
  type OpName,
  type Ops,
  outcomeOf,
  type SightingName,
  type Sightings,
  type Unstamped,
} from '../history/index.js';

/** Who does something, and on what way. */
export interface Who {
  process: string;
  device?: string;
  session?: string;
  socket?: number;
  node?: string;
  /** The history that its numbers belong to, where it is not the one of the whole run. */
  epoch?: string;
}

export type Answer<O extends OpName> =
  { outcome: 'ok'; result: Ops[O]['result'] } | { outcome: 'fail' | 'info'; error: OpError };

/** Puts what the virtual users do and see into the history, as it happens. */
export class Recorder {
  private open = true;
  private readonly underWay = new Map<number, Pick<Unstamped, 'process' | 'device'> & { op: OpName }>();
  private readonly ackedIds = new Set<string>();
  /** What numbers belong to since the database was restored; undefined: it never was. */
  epoch: string | undefined;

  constructor(private readonly writer: HistoryWriter) {}

  /** Messages that were acked, each counted once. */
  get acked(): number {
    return this.ackedIds.size;
  }

  /** Milliseconds since the run began. */
  now(): number {
    return this.writer.now();
  }

  /** Notes the invocation, does it, notes what became of it. `unanswered`: see `outcomeOf`. Never throws. */
  async call<O extends OpName>(
    who: Who,
    op: O,
    args: Ops[O]['args'],
    act: () => Promise<Ops[O]['result']>,
    unanswered: () => number = () => 0,
  ): Promise<Answer<O>> {
    const call = this.writer.call();
    const { process, device } = who;
    this.underWay.set(call, { op, process, device });
    this.line({ phase: 'invoke', op, call, args, epoch: this.epoch, ...who } as Unstamped);
    try {
      const result = await act();
      if (!this.underWay.delete(call)) return await never();
      if (op === 'send') this.ackedIds.add((args as Ops['send']['args']).clientMessageId);
      this.line({ phase: 'ok', op, call, process, device, result } as Unstamped);
      return { outcome: 'ok', result };
    } catch (thrown) {
      if (!this.underWay.delete(call)) return await never();
      const error = errorOf(thrown);
      const outcome = outcomeOf(error, unanswered());
      this.line({ phase: outcome, op, call, process, device, error } as Unstamped);
      return { outcome, error };
    }
  }

  /**
   * Waits no longer for the calls under way: nobody knows what became of them. What is answered later is not noted, and whoever waits
   * for it goes no further. Answers how many there were.
   */
  giveUp(): number {
    const calls = this.underWay.size;
    for (const [call, by] of this.underWay) this.line({ phase: 'info', call, error: NEVER_ENDED, ...by });
    this.underWay.clear();
    if (calls > 0) this.mark('given-up', { calls });
    return calls;
  }

  saw<S extends SightingName>({ process, device, epoch }: Who, op: S, result: Sightings[S]): void {
    this.line({ phase: 'event', op, process, device, result, epoch } as Unstamped);
  }

  final<F extends FinalName>(op: F, result: Finals[F], who: { process?: string; device?: string } = {}): void {
    this.line({ phase: 'final', op, process: who.process ?? 'final', device: who.device, result } as Unstamped);
  }

  mark<M extends MarkName>(op: M, result: Marks[M], process = 'nemesis'): void {
    this.line({ phase: 'mark', op, process, result } as Unstamped);
  }

  /** What is answered from now on is too late for this run. */
  close(): void {
    this.open = false;
  }

  private line(line: Unstamped): void {
    if (this.open) this.writer.write(line);
  }
}

const never = () => new Promise<never>(() => undefined);

function errorOf(thrown: unknown): OpError {
  if (thrown instanceof ParleyError) return { code: thrown.code, status: thrown.status, detail: thrown.detail };
  // Not an answer of the server: a fault of this program shows as such in the report.
  return { code: 'client.unexpected', status: 0, detail: thrown instanceof Error ? thrown.message : String(thrown) };
}

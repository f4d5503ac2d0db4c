import type {
  Final,
  FinalName,
  Finals,
  Invoke,
  Line,
  Mark,
  MarkName,
  Marks,
  NotOk,
  Ok,
  OpError,
  OpName,
  Ops,
  Sighting,
} from '../history/index.js';

/** An invocation with what became of it. */
export interface Call<O extends OpName = OpName> {
  op: O;
  call: number;
  process: string;
  userId: string;
  device?: string;
  session?: string;
  socket?: number;
  epoch?: string;
  args: Ops[O]['args'];
  invokedAt: number;
  /** Infinity: never answered. */
  completedAt: number;
  /** As the server said it, or `info` where it said nothing, or where a restore has made a yes worthless. */
  outcome: 'ok' | 'fail' | 'info';
  result: Ops[O]['result'] | null;
  error: OpError | null;
}

type PerOp = { [O in OpName]: Array<Call<O>> };
type PerFinal = { [F in FinalName]: Array<Final<F>> };
type PerMark = { [M in MarkName]: Array<Mark<M>> };

/** A line, or a call with its answer. */
interface Told {
  t?: number;
  completedAt?: number;
  epoch?: string;
}

/** From its start until it was healed; Infinity: never. */
export interface FaultSpan {
  id: number;
  fault: string;
  what: string;
  target?: string;
  /** How often it did something; absent: it was never healed. */
  bit?: number;
  from: number;
  to: number;
}

/** The lines of a run, put in order for the questions that the invariants ask. Built once, then read only. */
export class History {
  readonly lines: Line[] = [];
  readonly userIds = new Map<string, string>();
  readonly names = new Map<string, string>();
  /** Device to what it was shown, in the order of time. */
  readonly devices = new Map<string, Sighting[]>();
  readonly faults: FaultSpan[] = [];
  private readonly calls = new Map<number, Call>();
  private readonly perOp: Partial<PerOp> = {};
  private readonly perFinal: Partial<PerFinal> = {};
  private readonly perMark: Partial<PerMark> = {};

  static of(lines: Iterable<Line>): History {
    const history = new History();
    for (const line of lines) history.add(line);
    return history.done();
  }

  static async from(lines: AsyncIterable<Line>): Promise<History> {
    const history = new History();
    for await (const line of lines) history.add(line);
    return history.done();
  }

  get run(): Marks['run'] {
    const run = this.marks('run')[0];
    if (!run) throw new Error('the history has no line "run"');
    return run.result;
  }

  /** The last time in it. */
  get end(): number {
    return this.lines.at(-1)?.t ?? 0;
  }

  /** Calls of one kind in the order of their invocation. */
  of<O extends OpName>(op: O): ReadonlyArray<Call<O>> {
    return this.perOp[op] ?? [];
  }

  allCalls(): Iterable<Call> {
    return this.calls.values();
  }

  finals<F extends FinalName>(name: F): ReadonlyArray<Final<F>> {
    return this.perFinal[name] ?? [];
  }

  results<F extends FinalName>(name: F): Array<Finals[F]> {
    return this.finals(name).map(({ result }) => result);
  }

  marks<M extends MarkName>(name: M): ReadonlyArray<Mark<M>> {
    return this.perMark[name] ?? [];
  }

  /** The epoch at the end, whose numbers the database's log has. */
  get epoch(): string {
    return this.results('epoch').at(-1)?.epoch ?? this.run.epoch;
  }

  /** What the numbers belong to that somebody was told, under an epoch that he or the answer named. */
  epochOf(told: Told, named = told.epoch): string {
    return this.beforeRestores(told) ? this.epoch : (named ?? this.run.epoch);
  }

  /** It was over before the state that a restore brought back was left: what was seen by then is still there, under its number. */
  beforeRestores({ t, completedAt = t ?? Infinity }: Told): boolean {
    const [first] = this.marks('restore');
    return first !== undefined && completedAt < first.result.takenAt;
  }

  userOf(device: string): string {
    return this.userIds.get(device.split('/')[0]!) ?? device;
  }

  /** Any fault that was on at some time of the span. */
  faultBetween(from: number, to: number): FaultSpan | undefined {
    return this.faults.find((fault) => fault.from <= to && fault.to >= from);
  }

  private add(line: Line): void {
    this.lines.push(line);
    if (line.phase === 'invoke') this.invoked(line);
    else if (line.phase === 'ok' || line.phase === 'fail' || line.phase === 'info') this.completed(line);
    else if (line.phase === 'event') listIn(this.devices, line.device).push(line);
    else if (line.phase === 'final') ((this.perFinal[line.op] ??= []) as Final[]).push(line);
    else this.marked(line);
  }

  private invoked({ op, call, args, t, process, device, session, socket, epoch }: Invoke): void {
    const userId = this.userIds.get(process) ?? process;
    const made = { op, call, process, userId, device, session, socket, epoch, args, invokedAt: t } as Call;
    Object.assign(made, { completedAt: Infinity, outcome: 'info', result: null, error: null });
    this.calls.set(call, made);
    ((this.perOp[op] ??= []) as Call[]).push(made);
  }

  private completed(line: Ok | NotOk): void {
    const call = this.calls.get(line.call);
    if (!call) throw new Error(`call ${line.call} was completed and never invoked`);
    call.completedAt = line.t;
    call.outcome = line.phase;
    if (line.phase === 'ok') call.result = line.result;
    else call.error = line.error;
  }

  private marked(line: Mark): void {
    ((this.perMark[line.op] ??= []) as Mark[]).push(line);
    if (line.op === 'user') {
      this.userIds.set(line.process, line.result.userId);
      this.names.set(line.result.userId, line.process);
    } else if (line.op === 'fault-start') this.faults.push({ ...line.result, from: line.t, to: Infinity });
    else if (line.op === 'fault-heal') {
      const fault = this.faults.find(({ id }) => id === line.result.id);
      if (fault) Object.assign(fault, line.result, { to: line.t });
    }
  }

  /** What was answered after the state that a restore brought back may be gone with it. */
  private done(): this {
    for (const { t, result } of this.marks('restore')) {
      for (const call of this.calls.values()) {
        // A refusal may be of the new history, after a first try that the old one took.
        if (call.completedAt >= result.takenAt && call.invokedAt <= t) call.outcome = 'info';
      }
    }
    return this;
  }
}

/** The list at `key`, made if there is none. */
export function listIn<K, V>(map: Map<K, V[]>, key: K): V[] {
  const list = map.get(key);
  if (list) return list;
  const made: V[] = [];
  map.set(key, made);
  return made;
}

import type { Line, OpError, OpName, Ops, SightingName, Sightings, Unstamped } from '../history/index.js';
import type { Timetable } from './timetable.js';

/** A call under way. */
export interface Running<O extends OpName = OpName> {
  op: O;
  call: number;
  process: string;
  device?: string;
  over: boolean;
}

export interface Caller {
  process: string;
  device?: string;
  session?: string;
  socket?: number;
  node?: string;
  epoch?: string;
}

/** Writes the lines of a simulated run. */
export class Recorder {
  readonly lines: Line[] = [];
  private calls = 0;

  constructor(private readonly time: Timetable) {}

  line(line: Unstamped): void {
    this.lines.push({ t: Math.round(this.time.now * 1000) / 1000, ...line });
  }

  invoke<O extends OpName>(op: O, args: Ops[O]['args'], by: Caller): Running<O> {
    const call = ++this.calls;
    this.line({ ...by, phase: 'invoke', op, call, args } as Unstamped);
    return { op, call, process: by.process, device: by.device, over: false };
  }

  ok<O extends OpName>(running: Running<O>, result: Ops[O]['result']): void {
    this.complete(running, { phase: 'ok', result });
  }

  fail(running: Running, error: OpError): void {
    this.complete(running, { phase: 'fail', error });
  }

  info(running: Running): void {
    this.complete(running, { phase: 'info', error: { code: 'client.network', status: 0 } });
  }

  see<S extends SightingName>(device: string, op: S, result: Sightings[S], epoch?: string): void {
    const process = device.split('/')[0]!;
    const line = { process, device, phase: 'event', op, result, ...(epoch === undefined ? {} : { epoch }) };
    this.line(line as Unstamped);
  }

  private complete(running: Running, how: { phase: string; result?: unknown; error?: OpError }): void {
    if (running.over) return;
    running.over = true;
    const { op, call, process, device } = running;
    this.line({ process, ...(device === undefined ? {} : { device }), op, call, ...how } as Unstamped);
  }
}

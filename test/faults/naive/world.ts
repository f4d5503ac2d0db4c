import { type Line, tokenText } from '../history/index.js';
import { type NaiveBug, Planted } from './bugs.js';
import { Calls } from './calls.js';
import { NaiveDevice, type Surroundings } from './device.js';
import { writeFinals } from './finals.js';
import { LEASE_MS, NaivePresence } from './presence.js';
import { Random } from './random.js';
import { Recorder } from './recorder.js';
import type { Step } from './script.js';
import { NaiveServer } from './server.js';
import { act } from './steps.js';
import type { Group, State } from './state.js';
import { Timetable } from './timetable.js';

const USERS = 5;
const DEVICES = 2;
/** How long another node may not know of a revocation. */
export const REVOKE_MS = 5_000;

export interface NaiveRun {
  lines: Line[];
  /** How often the planted bug had an effect. */
  bitten: number;
}

/** Lives a script against the naive server and answers the history. The same seed and script give the same history. */
export function naiveRun(seed: number, script: readonly Step[], bug?: NaiveBug): NaiveRun {
  const world = new NaiveWorld(seed, bug);
  world.begin();
  for (const step of script) {
    act(world, step);
    world.time.until(world.time.now + world.random.between(0, 25));
  }
  world.finish();
  return { lines: world.recorder.lines, bitten: world.planted.bitten };
}

export class NaiveWorld {
  readonly time = new Timetable();
  readonly random: Random;
  readonly planted: Planted;
  readonly recorder: Recorder;
  readonly server: NaiveServer;
  readonly calls: Calls;
  readonly devices: NaiveDevice[] = [];
  /** User id to name. */
  readonly names = new Map<string, string>();
  /** Session to when it stopped being accepted. */
  readonly revoked = new Map<string, number>();
  backup: { state: State; t: number } | null = null;
  restored = false;
  private readonly presence: NaivePresence;
  private readonly around: Surroundings;
  private counter = 0;
  private faults = 0;

  constructor(
    private readonly seed: number,
    bug?: NaiveBug,
  ) {
    const { time } = this;
    const random = (this.random = new Random(seed));
    const planted = (this.planted = new Planted(random, bug));
    const recorder = (this.recorder = new Recorder(time));
    const server = (this.server = new NaiveServer(random, this.names, planted));
    const accepted = (session: string) => (this.revoked.get(session) ?? Infinity) > time.now;
    this.calls = new Calls(time, random, recorder, accepted);
    this.presence = new NaivePresence(time, random, recorder, () => this.devices, planted);
    const linked = (device: NaiveDevice, up: boolean) => this.presence.linked(device, up);
    this.around = { time, random, recorder, server, planted, linked, firstEpoch: server.state.epoch };
    server.committed = ({ streamId }) => this.hint(streamId);
  }

  get users(): string[] {
    return [...this.names.keys()];
  }

  get groups(): Group[] {
    return [...this.server.state.groups.values()];
  }

  token(userId: string): string {
    return tokenText({ seed: this.seed.toString(36), user: this.names.get(userId)!, counter: ++this.counter });
  }

  begin(): void {
    const { recorder, server, random } = this;
    const limits = { revokeMs: REVOKE_MS, presenceMs: LEASE_MS, typingMs: 6_000 };
    const run = {
      seed: `${this.seed}`,
      startedAt: '2026-01-01T00:00:00.000Z',
      version: 'naive',
      epoch: server.state.epoch,
    };
    const nodes = ['node-1', 'node-2', 'node-3'];
    recorder.line({
      process: 'nemesis',
      phase: 'mark',
      op: 'run',
      result: { ...run, nodes, limits, asked: { sends: 0, seen: [] }, replay: `seed ${this.seed}` },
    });
    for (let i = 1; i <= USERS; i++) {
      const userId = random.id();
      this.names.set(userId, `u${i}`);
      recorder.line({ process: `u${i}`, phase: 'mark', op: 'user', result: { userId, username: `user${i}` } });
    }
    for (const userId of this.users) for (let d = 0; d < DEVICES; d++) this.device(userId, d);
    const [a, b, c, d] = this.users as [string, string, string, string];
    server.create(a, [b], 'direct');
    server.create(b, [a, c, d], 'group');
    server.create(c, [d], 'group', true);
    this.time.until(100);
  }

  device(userId: string, n: number): void {
    const device = new NaiveDevice(`${this.names.get(userId)}/${'abcdefgh'[n]}`, userId, this.random.id(), this.around);
    this.devices.push(device);
    device.open(this.random.below(3));
  }

  fault(fault: string, what: string, seconds: number): void {
    const id = ++this.faults;
    this.recorder.line({ process: 'nemesis', phase: 'mark', op: 'fault-start', result: { id, fault, what } });
    this.time.after(seconds * 1000, () =>
      this.recorder.line({ process: 'nemesis', phase: 'mark', op: 'fault-heal', result: { id, bit: 1 } }),
    );
  }

  /** Everybody's devices come back, everything under way ends, and all is read. */
  finish(): void {
    const { time, random, server, planted } = this;
    time.drain();
    time.until(time.now + 2 * LEASE_MS);
    for (const device of this.devices) device.open(random.below(3));
    time.drain();
    // The last event of the conversation that has been quiet longest.
    const lost = planted.bug === 'lose-last-event' ? this.groups.find(({ members }) => members.size > 1) : undefined;
    this.lossy = lost?.id ?? null;
    for (const group of this.groups) this.sayTheEnd(group);
    time.drain();
    server.relay.flush();
    time.until(time.now + 2 * LEASE_MS);
    writeFinals(this);
  }

  private lossy: string | null = null;

  private sayTheEnd({ id: conversationId, members }: Group): void {
    const device = this.devices.find(({ userId, ended }) => members.has(userId) && !ended);
    const args = { conversationId, clientMessageId: this.random.id(), body: 'the end' };
    const work = () => this.server.send(device!.userId, conversationId, args.clientMessageId, args.body);
    if (device) this.calls.make(device, 'send', args, 'well', work);
  }

  /** Tells connected devices of a conversation that there is something new. */
  private hint(id: string): void {
    if (id === this.lossy && this.planted.bites('lose-last-event')) return;
    for (const device of this.devices) this.time.after(this.random.between(0, 30), () => device.pull(id));
  }
}

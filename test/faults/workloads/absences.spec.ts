import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { check } from '../check.js';
import type { World } from '../driver/world.js';
import type { Line } from '../history/index.js';
import { History } from '../model/history.js';
import { blankRun } from '../naive/blank-run.js';
import { absences } from './absences.js';
import type { Workload } from './workload.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The heal of the only fault. */
const CALM_FROM = 60_000;
/** What a run may become longer by. */
const MOST_MS = 45_000;

/** Three people and a hermit, on a server that tells of everybody as he is, in a run whose fault ends at `CALM_FROM`. */
class Village {
  readonly lines: Line[] = [];
  readonly people = ['host', 'a', 'b'].map((name) => this.person(name));
  readonly hermit = this.person('hermit');
  private readonly up = new Set<string>();
  private readonly began = performance.now();
  over = false;

  constructor() {
    const limits = { revokeMs: 15_000, presenceMs: 35_000, typingMs: 6_000 };
    this.write({ phase: 'mark', process: 'nemesis', op: 'run', result: blankRun(limits) });
    this.mark('fault-start', { id: 1, fault: 'F01', what: 'a node is killed' });
    setTimeout(() => this.mark('fault-heal', { id: 1, bit: 1 }), CALM_FROM);
    for (const { name } of [...this.people, this.hermit]) {
      this.write({ phase: 'mark', process: name, op: 'user', result: { userId: name, username: name } });
      this.link(name, true);
    }
  }

  /** As the workload knows it. */
  get world(): World {
    const { people, hermit } = this;
    const random = { some: (all: unknown[]) => all };
    const room = { people: new Set([...people, hermit]) };
    const pause = (ms: number) => new Promise((passed) => setTimeout(() => passed(!this.over), ms));
    return { people, hermit, host: people[0], random, group: async () => room, pause } as unknown as World;
  }

  get t(): number {
    return performance.now() - this.began;
  }

  presence() {
    return check(History.of(this.lines)).invariants.find(({ id }) => id === 'I22')!;
  }

  away(): boolean {
    return !this.up.has('hermit');
  }

  private person(name: string) {
    const client = { disconnect: () => this.link(name, false), connect: async () => this.link(name, true) };
    const lookFor = async (ids: string[]) => {
      for (const id of ids) this.look(name, id);
      await new Promise((told) => setTimeout(told, 10));
    };
    return { id: name, name, devices: [{ client, lookFor }] };
  }

  private look(name: string, userId: string): void {
    const status = this.up.has(userId) ? 'online' : 'offline';
    const result = { userId, status, lastSeenAt: null };
    this.write({ phase: 'event', process: name, device: `${name}/a`, op: 'presence', result });
  }

  private link(name: string, up: boolean): void {
    if (up) this.up.add(name);
    else this.up.delete(name);
    this.write({ phase: 'event', process: name, device: `${name}/a`, op: up ? 'up' : 'down', result: {} });
    for (const other of this.up) if (other !== name) setTimeout(() => this.look(other, name), 10);
  }

  private mark(op: string, result: object): void {
    this.write({ phase: 'mark', process: 'nemesis', op, result });
  }

  private write(line: object): void {
    this.lines.push({ t: this.t, ...line } as Line);
  }
}

/** A village some time before the fault is over, and how long its calm then takes. */
async function calm(begin: (absent: Workload) => void, ms: number): Promise<{ village: Village; took: number }> {
  const village = new Village();
  const absent = await absences(village.world);
  await vi.advanceTimersByTimeAsync(CALM_FROM - ms);
  begin(absent);
  await vi.advanceTimersByTimeAsync(ms);
  let took = Infinity;
  void absent.calm!().then(() => (took = village.t - CALM_FROM));
  await vi.advanceTimersByTimeAsync(2 * MOST_MS);
  return { village, took };
}

it.each([
  ['is at home', () => undefined, 1],
  ['went while the fault was on', (absent: Workload) => void absent.step(), 20_000],
  ['is about to come back', (absent: Workload) => void absent.step(), 39_900],
])('lets presence be judged once the faults are over, where the hermit %s', async (_, begin, ms) => {
  const { village, took } = await calm(begin, ms);
  expect(village.presence()).toMatchObject({ unit: 'sightings of typing', violations: 0 });
  expect(took).toBeLessThan(MOST_MS);
  expect(village.away()).toBe(false);
});

it('has the hermit go and come while faults are on too, and be there for a while in between', async () => {
  const village = new Village();
  const { step } = await absences(village.world);
  await vi.advanceTimersByTimeAsync(5_000);
  void step();
  await vi.advanceTimersByTimeAsync(39_000);
  expect(village.away()).toBe(true);
  await vi.advanceTimersByTimeAsync(2_000);
  void step();
  await vi.advanceTimersByTimeAsync(100);
  expect(village.away()).toBe(false);
  await vi.advanceTimersByTimeAsync(4_000);
  void step();
  await vi.advanceTimersByTimeAsync(100);
  expect(village.away()).toBe(true);
});

it('comes back when the load is over, and nobody looks for him any more', async () => {
  const village = new Village();
  const { step } = await absences(village.world);
  await vi.advanceTimersByTimeAsync(5_000);
  void step();
  await vi.advanceTimersByTimeAsync(100);
  const before = village.lines.length;
  village.over = true;
  await vi.advanceTimersByTimeAsync(45_000);
  expect(village.away()).toBe(false);
  // Nobody has asked: each is told once, that he is back.
  expect(village.lines.slice(before).map(({ op }) => op)).toEqual(['up', 'presence', 'presence', 'presence']);
});

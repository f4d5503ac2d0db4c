import { setTimeout as delay } from 'node:timers/promises';
import { NotBack } from '../cluster/not-back.js';
import type { Recorder } from '../driver/recorder.js';
import { bites } from '../report/words.js';
import type { Fault, Injected, OwnScene, Scene } from './fault.js';

export interface Schedule {
  /** In this order, one after the other. */
  faults: readonly Fault[];
  length: 'quick' | 'full';
  /** Plain load between two faults, in seconds. */
  restSeconds: number;
  /** Ends it early; a fault that is on is taken back first. */
  signal?: AbortSignal;
}

/**
 * Does the faults, and notes when each began and ended, and how often it bit. What cannot be taken back fails the run; where all was
 * taken back and Parley does not come back, the rest is left out. Answers whether it came to the end.
 */
export async function inflict(scene: Scene, schedule: Schedule, recorder: Recorder): Promise<boolean> {
  const { faults } = schedule;
  for (const [i, fault] of faults.entries()) {
    try {
      await inflictOne(scene, fault, i + 1, schedule, recorder);
    } catch (error) {
      if (!(error instanceof NotBack)) throw error;
      scene.say(`${error.who} did not come back: ${error.message}`);
      recorder.mark('not-back', { because: error.message }, error.who);
      const because = `${error.who} had not come back`;
      for (const { id, name } of faults.slice(i + 1))
        recorder.mark('fault-left-out', { fault: id, what: name, because });
      return false;
    }
  }
  return true;
}

async function inflictOne(
  scene: Scene,
  fault: Fault,
  id: number,
  { length, restSeconds, signal }: Schedule,
  recorder: Recorder,
): Promise<void> {
  const seconds = fault.seconds[length];
  // Which faults can be done to a deployment that is not ours was decided when they were chosen.
  // Each draws for itself: some draw as often as traffic or the clock has it, which must not choose the next one's victim.
  const random = scene.random.fork(`${id} ${fault.id}`);
  const own = { ...scene, random, length, seconds } as OwnScene;
  const because = await fault.impossible?.(own);
  if (because) {
    scene.say(`${fault.id} is left out: ${because}`);
    recorder.mark('fault-left-out', { fault: fault.id, what: fault.name, because });
    return;
  }
  scene.say(`${fault.id} ${fault.name}`);
  // Noted before it is done: what it does may be seen before it is through.
  recorder.mark('fault-start', { id, fault: fault.id, what: fault.name });
  const began = performance.now();
  const injected = await fault.inject(own);
  const { target } = injected;
  const times = await stay(injected, seconds * 1000, signal);
  recorder.mark('fault-heal', { id, target, bit: times });
  const lasted = ((performance.now() - began) / 1000).toFixed(1);
  scene.say(`${fault.id} is over after ${lasted} s${target ? ` (${target})` : ''}, ${bites(times)}`);
  await delay(restSeconds * 1000, undefined, { signal });
}

/** Lets it be on for its time, asks it how often it bit, and takes it back whatever happens. */
async function stay({ bit, heal }: Injected, ms: number, signal?: AbortSignal): Promise<number> {
  try {
    await delay(ms, undefined, { signal });
    return await bit();
  } finally {
    await heal();
  }
}

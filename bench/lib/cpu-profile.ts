import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface CpuProfile {
  nodes: Array<{ id: number; callFrame: { functionName: string; url: string } }>;
  samples: number[];
  timeDeltas: number[];
  /** Microseconds of the machine's monotonic clock, the one `process.hrtime` reads. */
  startTime: number;
}

/** Microseconds of the monotonic clock that V8 stamps its samples with. */
export const monotonicUs = (): number => Number(process.hrtime.bigint() / 1000n);

/** Microseconds of CPU a process spent between two moments, by who spent them; of the one profile in `folder`. */
export function spentBetween(folder: string, fromUs: number, toUs: number): Map<string, number> {
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
  if (!file) throw new Error(`no profile in ${folder}`);
  return shares(JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile, fromUs, toUs);
}

export function shares(profile: CpuProfile, fromUs: number, toUs: number): Map<string, number> {
  const owners = new Map(profile.nodes.map(({ id, callFrame }) => [id, ownerOf(callFrame)]));
  const spent = new Map<string, number>();
  let at = profile.startTime;
  profile.samples.forEach((id, i) => {
    const took = profile.timeDeltas[i]!;
    at += took;
    const owner = owners.get(id);
    if (owner && at > fromUs && at <= toUs) spent.set(owner, (spent.get(owner) ?? 0) + took);
  });
  return spent;
}

/** A module of ours, a package, Node's own scripts, the collector, or native code (system calls, V8 itself); idle time is nobody's. */
function ownerOf({ functionName, url }: { functionName: string; url: string }): string | null {
  if (functionName === '(idle)' || functionName === '(root)') return null;
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (!url) return 'native and system calls';
  if (url.startsWith('node:')) return 'Node';
  const dependency = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (dependency) return dependency;
  return /dist\/(src\/platform\/[^/]+|src\/[^/]+)/.exec(url)?.[1] ?? 'other';
}

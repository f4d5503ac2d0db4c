import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

// Linux only: everything here reads /proc. USER_HZ has been 100 on every Linux platform Node runs on.
const TICKS_PER_SECOND = 100;

function statFields(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const parent = Number(statFields(Number(name))[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // The process ended between the listing and the read.
    }
  }
  return children;
}

/** The given processes and all their descendants, each once. */
export function processTree(roots: readonly number[]): number[] {
  const children = childrenByParent();
  const seen = new Set<number>();
  const stack = [...roots];
  while (stack.length) {
    const pid = stack.pop()!;
    if (seen.has(pid)) continue;
    seen.add(pid);
    stack.push(...(children.get(pid) ?? []));
  }
  return [...seen];
}

/** CPU seconds (user and system, all threads, reaped children included) a process tree has used so far. */
export function treeCpuSeconds(roots: readonly number[]): number {
  let ticks = 0;
  for (const pid of processTree(roots)) {
    try {
      const f = statFields(pid);
      ticks += Number(f[11]) + Number(f[12]) + Number(f[13]) + Number(f[14]);
    } catch {
      // Ended meanwhile; its time is then in its parent's reaped share.
    }
  }
  return ticks / TICKS_PER_SECOND;
}

/** CPU seconds the whole machine has used since boot, idle and stolen time left out. */
export function machineCpuSeconds(): number {
  const f = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.trim().split(/\s+/).slice(1).map(Number);
  return (f[0]! + f[1]! + f[2]!) / TICKS_PER_SECOND;
}

/** Resident memory of a process tree in KiB. Shared pages are counted once per process. */
export function treeRssKiB(roots: readonly number[]): number {
  let kib = 0;
  for (const pid of processTree(roots)) {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    kib += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
  }
  return kib;
}

/** Puts processes (every thread of them, and what they start later) on the given cores, e.g. `0` or `0,1`. A machine without `taskset` keeps what it has. */
export function pin(pids: readonly number[], cores: string): void {
  for (const pid of pids) spawnSync('taskset', ['-acp', cores, String(pid)], { stdio: 'ignore' });
}

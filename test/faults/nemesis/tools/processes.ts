import { readdirSync, readFileSync } from 'node:fs';

/** Sends a signal to a process and everything that descends from it: a server of many processes stops only as a whole. */
export function signalFamily(pid: number, signal: NodeJS.Signals): void {
  const children = childrenOf();
  const family = [pid];
  for (const one of family) family.push(...(children.get(one) ?? []));
  for (const one of family) {
    try {
      process.kill(one, signal);
    } catch {
      // It ended meanwhile.
    }
  }
}

/** Process to those that it started and that have not been waited for. */
export function childrenOf(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = parentOf(name);
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  return children;
}

/** Whether it stands still, after SIGSTOP. */
export const isFrozen = (pid: number): boolean => statOf(String(pid))?.[0] === 'T';

/** Gone, or dead and only not waited for yet. */
export const hasEnded = (pid: number): boolean => /^[ZX]/u.test(statOf(String(pid))?.[0] ?? 'X');

function parentOf(pid: string): number | null {
  const stat = statOf(pid);
  return stat && Number(stat[1]);
}

/** Its `stat` from the third field on: state, parent … The second is its name in brackets, which may hold anything. Null: it is gone. */
function statOf(pid: string): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

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

function childrenOf(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = parentOf(name);
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  return children;
}

/** The fourth field of its `stat`; the second is its name in brackets, which may hold anything. */
function parentOf(pid: string): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}

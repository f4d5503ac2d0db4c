import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The ids a title begins with: `A5 A6 are refused with …`. */
const IDS = /['"`]((?:[A-ER]\d{1,2} )+)\S/g;
const files = ['src', 'test', 'scripts', 'web/src'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.spec.ts'))
    .map((name) => join(folder, name)),
);
const titled = new Map<string, Set<string>>();
for (const file of files) {
  for (const [, ids] of readFileSync(file, 'utf8').matchAll(IDS))
    for (const id of ids!.trim().split(' ')) titled.set(id, (titled.get(id) ?? new Set()).add(file));
}

const rows = readFileSync('docs/security-cases.md', 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, id, , state, where] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    if (!/^[A-ER]\d+$/.test(id ?? '')) return [];
    return [{ id: id!, state: state!, files: [...where!.matchAll(/`([^`]+\.spec\.ts)`/g)].map((m) => m[1]!) }];
  });

describe('docs/security-cases.md', () => {
  it('has each of the 137 cases once', () => {
    expect(new Set(rows.map((r) => r.id)).size).toBe(137);
    expect(rows).toHaveLength(137);
    expect(rows.filter((r) => !['tested', 'n/a', 'open'].includes(r.state))).toEqual([]);
  });

  it.each(rows.filter((r) => r.state === 'tested'))(
    '$id is in the title of a test of each file named',
    ({ id, files: named }) => {
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter((file) => !titled.get(id)?.has(file))).toEqual([]);
    },
  );

  it('misses no case that a test names', () => {
    const tested = new Set(rows.filter((r) => r.state === 'tested').map((r) => r.id));
    expect([...titled.keys()].filter((id) => !tested.has(id))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { FAULTS, QUICK } from './nemesis/faults/index.js';
import { PLANTED_BUGS } from './planted/bugs.js';
import { BadOptions, optionsFrom } from './options.js';

const ids = (...args: string[]) => optionsFrom(args).faults.map(({ id }) => id);

describe('the command line of check:guarantee', () => {
  it('takes the quick set unless told otherwise, in an order that its seed decides', () => {
    expect(ids('--seed=a').sort()).toEqual(QUICK);
    expect(ids('--seed=a')).toEqual(ids('--seed=a'));
    const orders = new Set(['a', 'b', 'c', 'd', 'e', 'f'].map((seed) => ids(`--seed=${seed}`).join()));
    expect(orders.size).toBeGreaterThan(1);
  });

  it('cuts a set into slices that together are the whole, each fault once', () => {
    const slices = [1, 2, 3, 4, 5].map((n) => ids('--set=full', '--seed=a', `--slice=${n}/5`));
    expect(slices.flat().sort()).toEqual(FAULTS.map(({ id }) => id));
    expect(
      Math.max(...slices.map((one) => one.length)) - Math.min(...slices.map((one) => one.length)),
    ).toBeLessThanOrEqual(1);
  });

  it('does to a deployment that is not its own only what clients can do', () => {
    expect(ids('--url=http://127.0.0.1:3000').sort()).toEqual(['F36', 'F37', 'F41']);
    expect(() => ids('--url=http://127.0.0.1:3000', '--faults=F26')).toThrow(BadOptions);
  });

  it('knows before anything is made that no line of ours can stand before https', () => {
    expect(ids('--url=https://chat.example')).toEqual([]);
    expect(() => ids('--url=https://chat.example', '--faults=F36')).toThrow(/no fault F36 .*https:\/\/chat\.example/u);
    expect(ids('--url=https://chat.example', '--url=http://10.0.0.1:3000', '--faults=F36')).toEqual(['F36']);
    for (const url of ['10.0.0.1:3000', 'chat.example', 'postgres://db/parley'])
      expect(() => ids(`--url=${url}`), url).toThrow(/--url takes/u);
  });

  it('judges presence after the faults unless told not to', () => {
    expect([optionsFrom([]).calm, optionsFrom(['--calm=no']).calm]).toEqual([true, false]);
  });

  it('says how to run the same again', () => {
    const { replay, seed } = optionsFrom(['--faults=F01,f11', '--sends=100', '--out=/tmp/x']);
    expect(replay).toBe(`npm run check:guarantee -- --faults=F01,f11 --sends=100 --seed=${seed}`);
  });

  it.each([
    [['--seed', 'a'], '--seed=a'],
    [['--out', 'x', '--seed', 'a', '--users', '14'], '--users=14 --seed=a'],
    [
      ['--url', 'http://10.0.0.1:3000/', '--url=http://b', '--seed=a'],
      '--url=http://10.0.0.1:3000/ --url=http://b --seed=a',
    ],
  ])('says so in what it takes itself, however %j was written', (args, replayed) => {
    const { replay, out: _, ...options } = optionsFrom(args);
    expect(replay).toBe(`npm run check:guarantee -- ${replayed}`);
    const { out: _again, ...again } = optionsFrom(replayed.split(' '));
    expect(again).toEqual({ replay, ...options });
  });

  it('says so in words that a shell takes for one', () => {
    expect(optionsFrom(['--seed', "it's a"]).replay).toBe(`npm run check:guarantee -- '--seed=it'\\''s a'`);
  });

  it('keeps the password of a database to itself', () => {
    const url = 'postgres://parley:secret@db:5432/parley';
    const { replay, outside } = optionsFrom(['--url=http://b', '--database-url', url, '--seed=a']);
    expect(outside?.databaseUrl).toBe(url);
    expect(replay).toBe('npm run check:guarantee -- --url=http://b --database-url=postgres://… --seed=a');
  });

  it('plants every bug there is, or those that are named, beside a run without any', () => {
    const planted = (value: string) => optionsFrom([`--planted=${value}`]).planted;
    expect(planted('all')).toEqual([null, ...Object.keys(PLANTED_BUGS)]);
    expect(planted('nothing,skip-number')).toEqual([null, 'skip-number']);
    expect(optionsFrom([]).planted).toBeUndefined();
  });

  it.each([
    ['--slice=3/2'],
    ['--faults=F99'],
    ['--set=all'],
    ['--sends=many'],
    ['--users=2'],
    ['--calm=3'],
    ['--planted=typos'],
    ['--unknown'],
  ])('refuses %s with its usage', (arg) => expect(() => optionsFrom([arg])).toThrow(/Faults:/));

  it('gives every fault its number, a stay and an expectation', () => {
    expect(new Set(FAULTS.map(({ id }) => id)).size).toBe(FAULTS.length);
    for (const { id, seconds, expected } of FAULTS) {
      expect(id).toMatch(/^F\d\d$/);
      expect(seconds.full).toBeGreaterThanOrEqual(seconds.quick);
      expect(expected).not.toBe('');
    }
  });
});

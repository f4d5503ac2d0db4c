import { describe, expect, it } from 'vitest';
import { isId, newId } from './ids.js';

describe('newId', () => {
  it('makes a different version 7 UUID each time', () => {
    const ids = Array.from({ length: 5_000 }, () => newId());
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      expect(isId(id), id).toBe(true);
      expect(id).toMatch(/^.{14}7.{4}[89ab]/);
    }
  });

  it('begins with its time, so that later ids sort after earlier ones', () => {
    const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
    expect(parseInt(newId(at).replace('-', '').slice(0, 12), 16)).toBe(at);
    expect(newId(at) < newId(at + 1)).toBe(true);
    expect(newId(0)).toMatch(/^00000000-0000-7/);
  });

  it('draws every variant digit', () => {
    expect(new Set(Array.from({ length: 500 }, () => newId()[19]))).toEqual(new Set(['8', '9', 'a', 'b']));
  });
});

interface State {
  found: Set<string>;
  foreign: Set<string>;
}

// On the global object: setup files and spec files need not share a copy of this module.
const KEY = Symbol.for('parley.test.wire');
const global = globalThis as { [KEY]?: State };
const state = (global[KEY] ??= { found: new Set(), foreign: new Set() });

/** A server of a test that speaks another wire on purpose: its socket events are not checked. */
export const notTheProduct = (url: string): void => void state.foreign.add(new URL(url).host);
export const isNotTheProduct = (url: string): boolean => state.foreign.has(new URL(url).host);

export function violated(violation: string | null): void {
  if (violation !== null) state.found.add(violation);
}

export function takeViolations(): string[] {
  const found = [...state.found];
  state.found.clear();
  return found;
}

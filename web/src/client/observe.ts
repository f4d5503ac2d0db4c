import { useCallback, useSyncExternalStore } from 'react';
import type { Observable } from '../../../sdk/index.js';
import { Pace } from './pace.js';

/** The observable's present value; renders again when it changes. */
export function useObservable<T>(source: Observable<T>): T {
  return useSyncExternalStore(source.onChange, source.get);
}

/** One value read from an observable. `select` must answer something that compares by identity: a primitive, or what is kept. */
export function useSelected<T, V>(source: Observable<T>, select: (value: T) => V): V {
  return useSyncExternalStore(source.onChange, () => select(source.get()));
}

/**
 * Like `useObservable`, but what changes within one frame costs one render: for what may change hundreds of times a second,
 * such as a timeline.
 */
export function useFrameObservable<T>(source: Observable<T>): T {
  return useFrameSelected(source, (value) => value);
}

/** `useSelected` in the manner of `useFrameObservable`. */
export function useFrameSelected<T, V>(source: Observable<T>, select: (value: T) => V): V {
  const subscribe = useCallback((changed: () => void) => frameBatched(source, changed), [source]);
  return useSyncExternalStore(subscribe, () => select(source.get()));
}

/** A page nobody sees paints no frames; its title and its receipts still have to follow. */
const HIDDEN_MS = 250;

function frameBatched<T>(source: Observable<T>, changed: () => void): () => void {
  let cancel: (() => void) | null = null;
  const pace = new Pace();
  const told = () => {
    cancel = null;
    pace.rendered(performance.now());
    changed();
  };
  const schedule = () => {
    if (document.hidden) return afterTime(told, HIDDEN_MS);
    const wait = pace.wait(performance.now());
    return wait > 0 ? afterTime(told, wait) : nextFrame(told);
  };
  const off = source.onChange(() => void (cancel ??= schedule()));
  return () => {
    off();
    cancel?.();
  };
}

function nextFrame(act: () => void): () => void {
  const id = requestAnimationFrame(act);
  return () => cancelAnimationFrame(id);
}

function afterTime(act: () => void, ms: number): () => void {
  const id = setTimeout(act, ms);
  return () => clearTimeout(id);
}

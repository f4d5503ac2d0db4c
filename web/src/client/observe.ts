import { useCallback, useSyncExternalStore } from 'react';
import type { Observable } from '../../../sdk/index.js';

/** The observable's present value; renders again when it changes. */
export function useObservable<T>(source: Observable<T>): T {
  return useSyncExternalStore(source.subscribe, source.get);
}

/** One value read from an observable. `select` must answer something that compares by identity: a primitive, or what is kept. */
export function useSelected<T, V>(source: Observable<T>, select: (value: T) => V): V {
  return useSyncExternalStore(source.subscribe, () => select(source.get()));
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
  const told = () => {
    cancel = null;
    changed();
  };
  const off = source.subscribe(() => {
    cancel ??= document.hidden ? afterTime(told) : nextFrame(told);
  });
  return () => {
    off();
    cancel?.();
  };
}

function nextFrame(act: () => void): () => void {
  const id = requestAnimationFrame(act);
  return () => cancelAnimationFrame(id);
}

function afterTime(act: () => void): () => void {
  const id = setTimeout(act, HIDDEN_MS);
  return () => clearTimeout(id);
}

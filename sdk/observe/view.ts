import { callSafely } from './emitter.js';

/**
 * Something to look at and to be told about. `get` answers the same object until something changed, and what one turn
 * of the loop changes is told once, so both fit `useSyncExternalStore` and its relatives.
 */
export interface Observable<T> {
  get: () => T;
  subscribe: (listener: (value: T) => void) => () => void;
  /** Like `subscribe`, for who asks for the value later or not at all: what nobody asks for is not built. */
  onChange: (listener: () => void) => () => void;
}

/** An observable built on demand from state kept elsewhere; `invalidate` says that the state changed. */
export class View<T> implements Observable<T> {
  private current: { value: T } | null = null;
  private scheduled = false;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly build: () => T) {}

  readonly get = (): T => (this.current ??= { value: this.build() }).value;

  readonly subscribe = (listener: (value: T) => void): (() => void) => this.onChange(() => listener(this.get()));

  readonly onChange = (listener: () => void): (() => void) => {
    const own = () => listener();
    this.listeners.add(own);
    return () => this.listeners.delete(own);
  };

  /** Whether anybody is told. */
  get watched(): boolean {
    return this.listeners.size > 0;
  }

  invalidate(): void {
    this.current = null;
    if (this.scheduled || this.listeners.size === 0) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      for (const listener of [...this.listeners]) callSafely(listener, undefined);
    });
  }
}

/** An observable that holds one value; every new value is told at once. */
export class Value<T> implements Observable<T> {
  private readonly listeners = new Set<(value: T) => void>();

  constructor(private current: T) {}

  readonly get = (): T => this.current;

  readonly subscribe = (listener: (value: T) => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly onChange = (listener: () => void): (() => void) => this.subscribe(() => listener());

  set(value: T): void {
    this.current = value;
    for (const listener of [...this.listeners]) callSafely(listener, value);
  }
}

/** Resolves when the observable's value satisfies `wanted`; rejects when `signal` aborts first. */
export function until<T>(source: Observable<T>, wanted: (value: T) => boolean, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const finish = (act: () => void) => {
      off();
      signal?.removeEventListener('abort', aborted);
      act();
    };
    const aborted = () => finish(() => reject(signal?.reason as Error));
    const check = (value: T) => {
      if (wanted(value)) finish(() => resolve(value));
    };
    const off = source.subscribe(check);
    if (signal?.aborted) return aborted();
    signal?.addEventListener('abort', aborted);
    check(source.get());
  });
}

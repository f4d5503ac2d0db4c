const undo: Array<() => void> = [];

/**
 * Replaces one method of a class for every object of it. `Inner` names what the replacement uses of the object, private members
 * included: a bug needs no invitation.
 */
export function patch<Inner extends object, M extends keyof Inner & string>(
  owner: { prototype: object },
  method: M,
  make: (original: Inner[M]) => Inner[M],
): void {
  const prototype = owner.prototype as Inner;
  const original = prototype[method];
  if (typeof original !== 'function') throw new Error(`there is no method ${method} to plant a bug in`);
  prototype[method] = make(original);
  undo.push(() => (prototype[method] = original));
}

/** Takes out everything that was planted in this process. */
export function unplant(): void {
  for (const back of undo.splice(0).reverse()) back();
}

/** True every nth time: planted bugs are seldom, as real ones are, and come in every run. */
export function every(n: number): () => boolean {
  let times = 0;
  return () => ++times % n === 0;
}

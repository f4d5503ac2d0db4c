import { inject } from 'vitest';
import { type Stack, type StackOptions, startStack } from '../../scripts/parts/stack.js';

/** A deployment of its own for a spec file: compiled from the present sources, nodes as processes of their own. */
export async function startTestStack(options: StackOptions = {}): Promise<Stack> {
  const built = await fetch(`${inject('partsUrl')}/build`);
  if (!built.ok) throw new Error(`the build failed:\n${await built.text()}`);
  return startStack(options);
}

import type { Scene } from '../fault.js';

/** Users are led over lines of ours only to addresses on this machine that are not encrypted. */
export async function withoutFront({ fronts }: Pick<Scene, 'fronts'>): Promise<string | null> {
  return fronts.length > 0
    ? null
    : 'no line of ours leads to a deployment on another machine, or one that is encrypted';
}

export interface BrokenRule {
  pointer: string;
  rule: string;
  detail: string;
}

/** No answer names more of them, and no name of the caller's in full: it would be many times the size of what was sent. */
export const MOST_BROKEN = 20;
const LONGEST_NAME = 64;

export const pointerTo = (parent: string, name: string): string =>
  `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1').slice(0, LONGEST_NAME)}`;

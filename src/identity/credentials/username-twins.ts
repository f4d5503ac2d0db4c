import unhomoglyph from 'unhomoglyph';
import { foldUsername } from '../domain/username.js';
import { UsernameReserved } from '../errors.js';

/** Names that would pass for the system or a role, and words of the mention syntax. */
const RESERVED =
  'admin administrator all channel everyone here moderator official operator parley root security staff support sysadmin system';

/** What a username looks like: two names with the same skeleton are twins (Unicode TR 39). */
export function skeletonOf(username: string): string {
  const shapes = unhomoglyph(foldUsername(username));
  // Upper case first: `ı` and `ſ` have no other way back to the letter they look like.
  return foldUsername(unhomoglyph(foldUsername(shapes.toUpperCase())));
}

const RESERVED_SKELETONS: ReadonlySet<string> = new Set(RESERVED.split(' ').map(skeletonOf));

/** Also with marks, dots and dashes between: `a.d-mín` is no way around. @throws UsernameReserved */
export function refuseReserved(username: string): void {
  const letters = username.normalize('NFD').replace(/[^\p{L}\p{N}]+/gu, '');
  if (RESERVED_SKELETONS.has(skeletonOf(letters))) throw new UsernameReserved();
}

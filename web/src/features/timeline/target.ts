/** Where to look: a message (or the next one after its number), or the end. `linked`: somebody asked for just this one. */
export type Target = { seq: number; part: number; linked: boolean } | 'end';

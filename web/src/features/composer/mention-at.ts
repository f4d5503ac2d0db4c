/** A mention that is being typed: where its `@` stands, and what follows it up to the caret. */
export interface Begun {
  from: number;
  prefix: string;
}

const BEGUN = /(?<![\p{L}\p{N}_.@/-])@([\p{L}\p{N}_.-]{0,32})$/u;

/** What is begun at the caret; null where nothing is. */
export function mentionAt(text: string, caret: number): Begun | null {
  const match = BEGUN.exec(text.slice(0, caret));
  return match && { from: match.index, prefix: match[1]!.toLocaleLowerCase() };
}

/** The text with the mention written out, and where the caret goes. */
export function complete(text: string, caret: number, { from }: Begun, username: string) {
  const head = `${text.slice(0, from)}@${username} `;
  return { text: head + text.slice(caret).replace(/^ /, ''), caret: head.length };
}

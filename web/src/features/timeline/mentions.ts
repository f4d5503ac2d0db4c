/** What is used here of a node of the Markdown tree (mdast). */
export interface Node {
  type: string;
  value?: string;
  children?: Node[];
  data?: { hName?: string };
}

/** As the server reads them: an `@` at the start of a word. */
const MENTION = /(?<![\p{L}\p{N}_.@/-])@([\p{L}\p{N}_.-]{1,64})/gu;

/**
 * A remark plugin: makes elements (`mark`) of the mentions in a text that are mentions of somebody here. `names` are
 * usernames in lower case. Links and code stay as they are.
 */
export function remarkMentions(names: ReadonlySet<string>) {
  return () => (tree: Node) => {
    if (names.size > 0) walk(tree, names);
  };
}

function walk(parent: Node, names: ReadonlySet<string>): void {
  parent.children = parent.children?.flatMap((child) => {
    if (child.type === 'text') return split(child.value ?? '', names);
    if (child.type !== 'link') walk(child, names);
    return [child];
  });
}

function split(text: string, names: ReadonlySet<string>): Node[] {
  const parts: Node[] = [];
  let from = 0;
  for (const match of text.matchAll(MENTION)) {
    const name = known(match[1]!, names);
    if (name === null) continue;
    parts.push({ type: 'text', value: text.slice(from, match.index) });
    parts.push({ type: 'emphasis', data: { hName: 'mark' }, children: [{ type: 'text', value: `@${name}` }] });
    from = match.index + 1 + name.length;
  }
  return [...parts, { type: 'text', value: text.slice(from) }];
}

/** "Ask @ann." means ann. */
function known(name: string, names: ReadonlySet<string>): string | null {
  const bare = name.replace(/[.-]+$/, '');
  return [name, bare].find((one) => names.has(one.toLowerCase())) ?? null;
}

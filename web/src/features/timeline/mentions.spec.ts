import { expect, it } from 'vitest';
import { type Node, remarkMentions } from './mentions.js';

function marked(value: string, names: string[]): string[] {
  const paragraph: Node = { type: 'paragraph', children: [{ type: 'text', value }] };
  remarkMentions(new Set(names))()({ type: 'root', children: [paragraph] });
  return paragraph.children!.map((node) => node.value ?? `[${node.children![0]!.value}]`);
}

it.each([
  ['hi @ann!', ['hi ', '[@ann]', '!']],
  ['@Ann. And @bob', ['', '[@Ann]', '. And @bob']],
  ['mail x@ann or @@ann', ['mail x@ann or @@ann']],
  ['@ann @ann', ['', '[@ann]', ' ', '[@ann]', '']],
])('%j', (text, parts) => {
  expect(marked(text, ['ann'])).toEqual(parts);
});

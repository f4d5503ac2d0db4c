/** A message's Markdown as the one line a list has room for: its words without their marks. Longer ones are cut short. */
export function plainText(body: string): string {
  return body
    .slice(0, 300)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s*(`{3,}|~{3,}).*$/gm, '')
    .replace(/^\s*(?:[-*+>]|#{1,6}|\d+[.)])\s+/gm, '')
    .replace(/(\*\*|__|~~|`+|[*_])(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Cuts an XMPP stream into its top-level elements, whole, as text. It relies on what both peers do: a `>` inside an attribute or a text arrives escaped,
 * and there are no comments or CDATA sections.
 */
export class XmlElements {
  private text = '';
  private at = 0;
  private start = 0;
  /** 0: before the stream's own tag; 1: between elements. */
  private depth = 0;

  constructor(private readonly onElement: (element: string) => void) {}

  push(chunk: string): void {
    this.text = this.text.length ? this.text + chunk : chunk;
    for (;;) {
      const open = this.text.indexOf('<', this.at);
      const close = open < 0 ? -1 : this.text.indexOf('>', open);
      if (close < 0) break;
      this.at = close + 1;
      this.tag(open, close);
    }
    const keep = this.depth > 1 ? this.start : this.at;
    this.text = this.text.slice(keep);
    this.at -= keep;
    this.start = 0;
  }

  /** Both sides open a new stream on the same connection, as after signing in. */
  restart(): void {
    this.text = '';
    this.at = this.start = this.depth = 0;
  }

  private tag(open: number, close: number): void {
    const first = this.text[open + 1];
    if (first === '?') return;
    const ends = first === '/';
    const empty = this.text[close - 1] === '/';
    if (!ends && this.depth === 1) this.start = open;
    if (ends) this.depth--;
    else if (!empty) this.depth++;
    if (this.depth === 1 && (ends || empty)) this.onElement(this.text.slice(this.start, close + 1));
  }
}

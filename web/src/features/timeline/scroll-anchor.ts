/** Nearer to the end than this (in pixels) is at the end. */
const END_PX = 24;

/**
 * Keeps what is being read where it is while a list grows, shrinks or is measured anew around it: it knows one line on the
 * screen and, after a change, scrolls by as much as that line was moved within the content. At the end it stays at the end.
 * The browser's own anchoring must be off (`overflow-anchor: none`): Safari has none, and none acts at the very top.
 */
export class ScrollAnchor {
  /** Whether the end is on the screen. */
  atEnd = true;
  /** Whether the last line here is the last there is: only then there is an end to stay at. */
  complete = true;
  private line: Element | null = null;
  private lineTop = 0;
  private lastTop = 0;

  constructor(
    private readonly scroller: HTMLElement,
    private readonly list: HTMLElement,
  ) {}

  /** Call when the user scrolled. */
  remember(): void {
    const { scrollTop } = this.scroller;
    const scrolled = scrollTop !== this.lastTop;
    this.lastTop = scrollTop;
    this.atEnd = this.complete && this.beyond() < END_PX;
    if (!scrolled && this.line?.isConnected) return;
    this.line = this.firstOnScreen();
    if (this.line) this.lineTop = this.topOf(this.line);
  }

  /** Call after any change of the content, before it is painted. */
  restore(): void {
    // The browser tells of scrolling a frame late; who has just scrolled up must not be pulled down again.
    const leaving = this.scroller.scrollTop < this.lastTop - 2 && this.beyond() >= END_PX;
    if (this.atEnd && this.complete && !leaving) this.scroller.scrollTop = this.scroller.scrollHeight;
    else if (this.line?.isConnected) this.follow(this.line);
    this.remember();
  }

  /** Scrolls by as much as the line was moved. What the browser rounds off is made up for the next time: it must not add up. */
  private follow(line: Element): void {
    const moved = this.topOf(line) - this.lineTop;
    if (moved === 0) return;
    const from = this.scrolledTo();
    const untold = from - this.lastTop;
    this.scroller.scrollTop = from + moved;
    this.lineTop += this.scroller.scrollTop - from;
    this.lastTop = this.scroller.scrollTop - untold;
  }

  /** How far it is scrolled, also where less content than that was left: the browser has then gone to its end by itself. */
  private scrolledTo(): number {
    const { scrollTop } = this.scroller;
    return this.beyond() < 1 ? Math.max(scrollTop, this.lastTop) : scrollTop;
  }

  toEnd(): void {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.remember();
  }

  /** Puts a line into view: its top at this part of the height, 0.5 with its middle in the middle. */
  show(line: Element, part: number): void {
    const { height } = line.getBoundingClientRect();
    const middle = part === 0.5 ? Math.min(height, this.scroller.clientHeight) / 2 : 0;
    this.scroller.scrollTop = this.topOf(line) - this.scroller.clientHeight * part + middle;
    this.remember();
  }

  /** How many pixels there are above the screen, and below it. */
  get above(): number {
    return this.scroller.scrollTop;
  }

  beyond(): number {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight;
  }

  /** The topmost line that begins on the screen. Not the very first: what it shows above itself depends on what comes before. */
  private firstOnScreen(): Element | null {
    const lines = this.list.children;
    const top = this.scroller.getBoundingClientRect().top;
    let low = Math.min(1, lines.length - 1);
    let high = lines.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (lines[middle]!.getBoundingClientRect().top >= top) high = middle;
      else low = middle + 1;
    }
    return lines[low] ?? null;
  }

  private topOf(line: Element): number {
    return line.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top + this.scroller.scrollTop;
  }
}

import { createInterface, type Interface } from 'node:readline';

const COLOURS = { red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36, grey: 90, bold: 1 } as const;
export type Colour = keyof typeof COLOURS;

/**
 * A prompt at the bottom with text appearing above it. Colours only on a terminal; with input from a pipe it ends when
 * the input does.
 */
export class Terminal {
  private readonly readline: Interface;
  private readonly lines: string[] = [];
  private waiting: ((line: string | null) => void) | null = null;
  private ended = false;
  private hidden = false;
  /** Called on every key while a line is being written. */
  onKey: (line: string) => void = () => undefined;

  constructor() {
    this.readline = createInterface({ input: process.stdin, output: process.stdout, terminal: process.stdout.isTTY });
    this.readline.on('line', (line) => this.arrived(line));
    this.readline.on('close', () => this.arrived(null));
    process.stdin.on('keypress', () => this.onKey(this.readline.line));
    const { readline } = this;
    const write = (readline as unknown as { _writeToOutput?: (text: string) => void })._writeToOutput;
    // Node's own way to keep a password off the screen.
    if (write) {
      (readline as unknown as { _writeToOutput: (text: string) => void })._writeToOutput = (text) => {
        if (!this.hidden || text.includes('\n')) write.call(readline, text);
      };
    }
  }

  paint(text: string, colour: Colour): string {
    return process.stdout.isTTY ? `\x1b[${COLOURS[colour]}m${text}\x1b[0m` : text;
  }

  /** Prints above the prompt and leaves what is being typed as it is. */
  say(text: string, colour?: Colour): void {
    if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
    process.stdout.write(`${colour ? this.paint(text, colour) : text}\n`);
    if (process.stdout.isTTY && this.waiting && !this.hidden) this.readline.prompt(true);
  }

  /** The next line; null at the end of the input. */
  async ask(prompt: string, hidden = false): Promise<string | null> {
    this.readline.setPrompt(prompt);
    this.readline.prompt();
    this.hidden = hidden;
    const line =
      this.lines.shift() ?? (this.ended ? null : await new Promise<string | null>((r) => (this.waiting = r)));
    this.hidden = false;
    return line;
  }

  setPrompt(prompt: string): void {
    if (this.readline.getPrompt() === prompt || !this.waiting) return;
    this.readline.setPrompt(prompt);
    if (process.stdout.isTTY) this.readline.prompt(true);
  }

  close(): void {
    this.readline.close();
  }

  private arrived(line: string | null): void {
    if (line === null) this.ended = true;
    const waiting = this.waiting;
    this.waiting = null;
    if (waiting) waiting(line);
    else if (line !== null) this.lines.push(line);
  }
}

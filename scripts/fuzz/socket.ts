import { RawSocketIo } from '../../bench/lib/socket-io.js';
import { textFrame } from '../../bench/lib/websocket.js';
import { checkAck, checkServerEvent } from '../../test/support/wire-check.js';
import { failureIn, leakIn } from './verdict.js';
import type { Actor, World } from './world.js';

/** Far above any number that a mutated frame carries. */
const FIRST_MARKER = 1_000_000_000;
/** An event that no server knows: refused at once, through its ack. */
const MARKER = '["?"]';

type Outcome = 'answered' | 'closed' | 'silent';

/** A signed-in socket, opened again when it was closed; everything it hears is checked. */
export class FuzzSocket {
  private socket: RawSocketIo | undefined;
  private marker = FIRST_MARKER;
  private readonly asked = new Map<number, (answer: string | null) => void>();
  fault: string | null = null;

  constructor(
    private readonly url: string,
    private readonly actor: Actor,
    private readonly world: World,
  ) {}

  /** Sends an event as JSON arguments; the ack's JSON, or null where the socket was closed instead. */
  async ask(event: string, json: string, waitMs: number): Promise<string | null | undefined> {
    const socket = await this.open();
    const id = this.marker++;
    const answer = this.answerTo(id, waitMs);
    socket.write(textFrame(`42${id}[${JSON.stringify(event)},${json}]`));
    return answer;
  }

  /** Sends bytes as they are and waits until the server has looked at them: it answers what follows, or has closed. */
  async put(bytes: Buffer, waitMs: number): Promise<Outcome> {
    const socket = await this.open();
    const id = this.marker++;
    const answer = this.answerTo(id, waitMs);
    socket.write(bytes);
    socket.write(textFrame(`42${id}${MARKER}`));
    const told = await answer;
    if (told === undefined) this.close();
    return told === undefined ? 'silent' : told === null ? 'closed' : 'answered';
  }

  close(): void {
    this.socket?.destroy();
    this.gone();
  }

  private async open(): Promise<RawSocketIo> {
    if (this.socket?.open) return this.socket;
    const { port } = new URL(this.url);
    const opened: RawSocketIo = await RawSocketIo.connect(
      { port: Number(port), auth: { token: this.world.token(this.actor) } },
      {
        event: (buffer, start, end) => this.heard(buffer.toString('utf8', start, end)),
        ack: (id, buffer, start, end) => this.answered(id, buffer.toString('utf8', start, end)),
        close: () => this.socket === opened && this.gone(),
      },
    );
    return (this.socket = opened);
  }

  private gone(): void {
    this.socket = undefined;
    for (const settle of [...this.asked.values()]) settle(null);
  }

  /** Undefined: neither answered nor closed in time. */
  private answerTo(id: number, ms: number): Promise<string | null | undefined> {
    return new Promise((resolve) => {
      const settle = (answer: string | null | undefined) => {
        clearTimeout(timer);
        this.asked.delete(id);
        resolve(answer);
      };
      const timer = setTimeout(() => settle(undefined), ms);
      this.asked.set(id, settle);
    });
  }

  private answered(id: number, text: string): void {
    const settle = this.asked.get(id);
    if (settle) settle(text);
    else this.judge(text);
  }

  private heard(text: string): void {
    this.judge(text);
    try {
      const [event, payload] = JSON.parse(text) as [string, unknown];
      checkServerEvent(event, payload);
    } catch (error) {
      this.fault ??= (error as Error).message;
    }
  }

  private judge(text: string): void {
    this.fault ??= leakIn(text, this.world.canary);
  }
}

/** What an ack has against it. */
export function ackFault(event: string, text: string, canary: string): string | null {
  const leak = leakIn(text, canary);
  if (leak) return leak;
  const [ack] = JSON.parse(text) as [{ ok: boolean; error?: { status: number; code: string } }];
  const failure = ack.ok ? null : failureIn(ack.error!.status, ack.error);
  if (failure) return failure;
  try {
    checkAck(event, ack);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

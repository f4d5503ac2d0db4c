import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { vi } from 'vitest';

/** A WebSocket by hand, to send what no client library would. */
export class RawSocket {
  readonly texts: string[] = [];
  status = 0;
  headers = '';
  closed = false;
  private buffer = Buffer.alloc(0);
  private answered!: () => void;
  /** The upgrade was answered, or the connection is gone. Not polled for: a crowd of these would keep the machine busy. */
  private readonly answer = new Promise<void>((resolve) => (this.answered = resolve));

  private constructor(readonly tcp: Socket) {}

  /** Upgrades; a refusal leaves its HTTP status. */
  static async open(
    url: string,
    options: { headers?: Record<string, string>; query?: string } = {},
  ): Promise<RawSocket> {
    const { host, hostname, port } = new URL(url);
    const raw = new RawSocket(connect(Number(port), hostname));
    raw.tcp.on('error', () => undefined);
    raw.tcp.on('close', () => {
      raw.closed = true;
      raw.answered();
    });
    raw.tcp.on('data', (data) => raw.take(data));
    await once(raw.tcp, 'connect');
    const headers: Record<string, string> = {
      Host: host,
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
      ...options.headers,
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    raw.tcp.write(`GET /socket.io/?${options.query ?? 'EIO=4&transport=websocket'} HTTP/1.1\r\n${lines.join('')}\r\n`);
    await raw.answer;
    return raw;
  }

  /** Opens and signs in. */
  static async signedIn(url: string, token: string): Promise<RawSocket> {
    const raw = await RawSocket.open(url);
    raw.text(`40${JSON.stringify({ token })}`);
    await raw.until((t) => t.startsWith('40'));
    return raw;
  }

  text(text: string): void {
    this.frame(1, Buffer.from(text));
  }

  frame(opcode: number, payload: Buffer): void {
    const head = Buffer.alloc(payload.length > 0xffff ? 14 : payload.length > 125 ? 8 : 6);
    head[0] = 0x80 | opcode;
    if (payload.length > 0xffff) {
      head[1] = 0x80 | 127;
      head.writeBigUInt64BE(BigInt(payload.length), 2);
    } else if (payload.length > 125) {
      head[1] = 0x80 | 126;
      head.writeUInt16BE(payload.length, 2);
    } else head[1] = 0x80 | payload.length;
    // The mask is four zero bytes: masked as the protocol demands, and readable.
    this.tcp.write(Buffer.concat([head, payload]));
  }

  until(wanted: (text: string) => boolean, timeout = 5_000): Promise<string> {
    return vi.waitFor(
      () => {
        const found = this.texts.find(wanted);
        if (found === undefined) throw new Error(`not among ${JSON.stringify(this.texts).slice(0, 300)}`);
        return found;
      },
      { timeout, interval: 5 },
    );
  }

  async untilClosed(timeout = 5_000): Promise<void> {
    await vi.waitFor(
      () => {
        if (!this.closed) throw new Error('still open');
      },
      { timeout, interval: 5 },
    );
  }

  private take(data: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, data]);
    if (this.status === 0) {
      const end = this.buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.headers = this.buffer.subarray(0, end).toString();
      this.status = Number(this.headers.split(' ')[1]);
      this.answered();
      this.buffer = this.buffer.subarray(end + 4);
    }
    while (this.takeFrame());
  }

  private takeFrame(): boolean {
    if (this.status !== 101 || this.buffer.length < 2) return false;
    let length = this.buffer[1]! & 0x7f;
    let offset = 2;
    if (length >= 126) {
      offset = length === 126 ? 4 : 10;
      if (this.buffer.length < offset) return false;
      length = length === 126 ? this.buffer.readUInt16BE(2) : Number(this.buffer.readBigUInt64BE(2));
    }
    if (this.buffer.length < offset + length) return false;
    if ((this.buffer[0]! & 0x0f) === 1) this.texts.push(this.buffer.subarray(offset, offset + length).toString());
    this.buffer = this.buffer.subarray(offset + length);
    return true;
  }
}

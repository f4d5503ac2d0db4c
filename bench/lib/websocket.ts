import { connect, type Socket } from 'node:net';

const NO_MASK_BYTES = 4;
const OP_TEXT = 1;
const OP_CLOSE = 8;
const OP_PING = 9;
const OP_PONG = 10;

/** The time of the read under way, taken once per read: what thousands of deliveries a turn are stamped with. */
export const readClock = { now: 0 };

/**
 * One masked client frame. The masking key is zero, which RFC 6455 lets a non-browser client choose, so that the load generator does not pay
 * for the XOR; the server unmasks it like any other.
 */
export function textFrame(text: string, opcode = OP_TEXT): Buffer {
  const length = Buffer.byteLength(text);
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.alloc(header + NO_MASK_BYTES + length);
  frame[0] = 0x80 | opcode;
  if (header === 2) frame[1] = 0x80 | length;
  else if (header === 4) {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 0x80 | 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, header + NO_MASK_BYTES);
  return frame;
}

/** Called per text frame; `buffer` is only valid during the call, the payload is [start, end). */
export type FrameHandler = (buffer: Buffer, start: number, end: number) => void;

export interface WebSocketOptions {
  port: number;
  host?: string;
  path: string;
  /** Source address; more than one lets a single machine open more than 28,000 connections to one port. */
  localAddress?: string;
}

// One buffer for all connections: node hands each read to the callback synchronously, so nothing else can overwrite it meanwhile.
const readBuffer = Buffer.allocUnsafe(256 * 1024);

/** A WebSocket client straight over TCP: no events, no copies, several frames per read. Text frames only; a close frame ends it. */
export class RawWebSocket {
  private rest: Buffer | undefined;
  private upgraded = false;
  private readonly socket: Socket;
  onClose: (() => void) | undefined;

  private constructor(
    options: WebSocketOptions,
    private readonly onFrame: FrameHandler,
    private readonly settled: (error?: Error) => void,
  ) {
    this.socket = connect({
      host: options.host ?? '127.0.0.1',
      port: options.port,
      localAddress: options.localAddress,
      onread: { buffer: readBuffer, callback: (bytes) => this.read(bytes) },
    });
    this.socket.setNoDelay(true);
    this.socket.on('connect', () => this.socket.write(upgradeRequest(options)));
    this.socket.on('error', (error) => settled(error));
    this.socket.on('close', () => {
      settled(new Error('closed before the upgrade'));
      this.onClose?.();
    });
  }

  static open(options: WebSocketOptions, onFrame: FrameHandler): Promise<RawWebSocket> {
    return new Promise((resolve, reject) => {
      const ws: RawWebSocket = new RawWebSocket(options, onFrame, (error) => (error ? reject(error) : resolve(ws)));
    });
  }

  write(frame: Buffer): void {
    this.socket.write(frame);
  }

  stall(): void {
    this.socket.pause();
  }

  /** Ends the TCP connection without a closing handshake, as a lost network does. */
  destroy(): void {
    this.socket.destroy();
  }

  private read(bytes: number): boolean {
    readClock.now = performance.now();
    let buffer: Buffer = readBuffer;
    let end = bytes;
    if (this.rest) {
      buffer = Buffer.concat([this.rest, readBuffer.subarray(0, bytes)]);
      end = buffer.length;
      this.rest = undefined;
    }
    const start = this.upgraded ? 0 : this.upgrade(buffer, end);
    const used = start < 0 ? 0 : this.frames(buffer, start, end);
    if (used < end) this.rest = Buffer.from(buffer.subarray(used, end));
    return true;
  }

  private upgrade(buffer: Buffer, end: number): number {
    const head = buffer.toString('latin1', 0, end);
    const headEnd = head.indexOf('\r\n\r\n');
    if (headEnd < 0) return -1;
    if (!head.startsWith('HTTP/1.1 101')) {
      this.settled(new Error(head.slice(0, 200)));
      this.socket.destroy();
      return end;
    }
    this.upgraded = true;
    this.settled();
    return headEnd + 4;
  }

  private frames(buffer: Buffer, from: number, end: number): number {
    let at = from;
    while (end - at >= 2) {
      let length = buffer[at + 1]! & 127;
      let header = 2;
      if (length === 126) {
        if (end - at < 4) break;
        length = buffer.readUInt16BE(at + 2);
        header = 4;
      } else if (length === 127) {
        if (end - at < 10) break;
        length = Number(buffer.readBigUInt64BE(at + 2));
        header = 10;
      }
      if (end - at < header + length) break;
      const opcode = buffer[at]! & 15;
      if (opcode === OP_TEXT) this.onFrame(buffer, at + header, at + header + length);
      else if (opcode === OP_PING)
        this.write(textFrame(buffer.toString('latin1', at + header, at + header + length), OP_PONG));
      else if (opcode === OP_CLOSE) this.socket.destroy();
      at += header + length;
    }
    return at;
  }
}

function upgradeRequest(options: WebSocketOptions): string {
  const key = Buffer.from('parley-benchmark').toString('base64');
  return (
    `GET ${options.path} HTTP/1.1\r\nHost: ${options.host ?? '127.0.0.1'}:${options.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
    `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`
  );
}

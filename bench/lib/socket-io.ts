import { RawWebSocket, textFrame, type FrameHandler, type WebSocketOptions } from './websocket.js';

const ENGINE_OPEN = 0x30;
const ENGINE_CLOSE = 0x31;
const ENGINE_PING = 0x32;
const ENGINE_MESSAGE = 0x34;
const CONNECT = 0x30;
const DISCONNECT = 0x31;
const EVENT = 0x32;
const ACK = 0x33;
const CONNECT_ERROR = 0x34;
const PONG = textFrame('3');

export interface PacketHandlers {
  /** An event packet: the JSON array `["name",…]` is [start, end) of the buffer, valid during the call only. */
  event?: FrameHandler;
  /** An answer to the packet sent with this ack number: the JSON array is [start, end). */
  ack?: (id: number, buffer: Buffer, start: number, end: number) => void;
  close?: () => void;
}

export interface SocketIoOptions extends Omit<WebSocketOptions, 'path'> {
  query?: string;
  /** Sent in the CONNECT packet: the handshake's `auth`. */
  auth?: Record<string, unknown>;
}

/**
 * Socket.IO 4 (Engine.IO 4) over WebSocket only, default namespace, text packets: exactly the bytes the stock client sends and understands,
 * without its cost, so that one generator core can drive tens of thousands of messages a second.
 */
export class RawSocketIo {
  private ws!: RawWebSocket;
  private joined = false;
  open = false;
  /** Why the server turned the connection down or away, when it said so. */
  refusal: string | undefined;

  private constructor(
    private readonly handlers: PacketHandlers,
    private readonly auth: Record<string, unknown> | undefined,
    private readonly ready: (error?: Error) => void,
  ) {}

  static connect(options: SocketIoOptions, handlers: PacketHandlers): Promise<RawSocketIo> {
    return new Promise((resolve, reject) => {
      const client: RawSocketIo = new RawSocketIo(handlers, options.auth, (error) =>
        error ? reject(error) : resolve(client),
      );
      const path = `/socket.io/?EIO=4&transport=websocket${options.query ? `&${options.query}` : ''}`;
      RawWebSocket.open({ ...options, path }, (buffer, start, end) => client.packet(buffer, start, end)).then((ws) => {
        client.ws = ws;
        ws.onClose = () => {
          client.open = false;
          client.ready(new Error('closed before the namespace was joined'));
          handlers.close?.();
        };
      }, reject);
    });
  }

  /** Writes a frame made by `eventFrame`, or any other whole frame. */
  write(frame: Buffer): void {
    this.ws.write(frame);
  }

  /** Stops reading for good, as a client does that hangs; the server's kernel and then the server keep what it is sent. */
  stall(): void {
    this.ws.stall();
  }

  destroy(): void {
    this.ws.destroy();
  }

  private packet(buffer: Buffer, start: number, end: number): void {
    const engine = buffer[start]!;
    if (engine === ENGINE_MESSAGE) this.message(buffer, start + 1, end);
    else if (engine === ENGINE_PING) this.writeSoon(PONG);
    else if (engine === ENGINE_OPEN) this.writeSoon(textFrame(`40${this.auth ? JSON.stringify(this.auth) : ''}`));
    else if (engine === ENGINE_CLOSE) this.ws.destroy();
  }

  /** Postponed because what is answered may share a read with the upgrade's answer, before `ws` is assigned. */
  private writeSoon(frame: Buffer): void {
    setImmediate(() => this.ws.write(frame));
  }

  private message(buffer: Buffer, start: number, end: number): void {
    const kind = buffer[start]!;
    if (kind === EVENT) this.handlers.event?.(buffer, start + 1, end);
    else if (kind === ACK) {
      let id = 0;
      let at = start + 1;
      while (buffer[at]! >= 0x30 && buffer[at]! <= 0x39) id = id * 10 + buffer[at++]! - 0x30;
      this.handlers.ack?.(id, buffer, at, end);
    } else if (kind === CONNECT && !this.joined) {
      this.joined = this.open = true;
      this.ready();
    } else if (kind === CONNECT_ERROR || kind === DISCONNECT) {
      this.refusal = buffer.toString('utf8', start + 1, end) || 'disconnected by the server';
      this.ready(new Error(this.refusal));
    }
  }
}

/** A Socket.IO event packet with an ack number, in one WebSocket frame. `json` is the array `["name",…]`. */
export function eventFrame(json: string, ackId: number | '' = ''): Buffer {
  return textFrame(`42${ackId}${json}`);
}

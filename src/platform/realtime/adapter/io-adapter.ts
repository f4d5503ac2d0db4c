import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Socket as RawSocket } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { Server, ServerOptions } from 'socket.io';
import { LIMITS } from '../../../contract/index.js';
import { Config } from '../../config/index.js';
import { REALTIME_TIMINGS, type RealtimeTimings } from '../timings.js';
import { Admission } from './admission.js';
import { textParser } from './parser.js';
import { SignIn } from './sign-in.js';

const CLOSE_GRACE_MS = 1_000;
const PATH = '/socket.io';

interface EngineSocket {
  transport: { socket: { _socket: RawSocket } };
  once(event: 'close', listener: () => void): void;
}

/**
 * The Socket.IO server: WebSocket only (no sticky sessions), no compression, small frames, one namespace, and nothing
 * accepted before the handshake's token is. Nest's own binding of gateways (an rxjs chain per handler and socket) is left
 * out: `Dispatcher` has one listener per socket. So a gateway's `handleConnection` is not called; see `SignIn.onConnected`.
 */
export class ParleyIoAdapter extends IoAdapter {
  private readonly options: Partial<ServerOptions>;
  private readonly signIn: SignIn;
  private readonly admission: Admission;

  constructor(app: INestApplication) {
    super(app);
    const config = app.get(Config);
    const timings = app.get<RealtimeTimings>(REALTIME_TIMINGS);
    this.signIn = app.get(SignIn);
    this.admission = app.get(Admission);
    const { pingIntervalMs, pingTimeoutMs, signInMs } = timings;
    this.options = {
      path: PATH,
      destroyUpgrade: false,
      transports: ['websocket'],
      allowUpgrades: false,
      perMessageDeflate: false,
      httpCompression: false,
      serveClient: false,
      cleanupEmptyChildNamespaces: true,
      maxHttpBufferSize: LIMITS.inboundFrameBytes,
      pingInterval: pingIntervalMs,
      pingTimeout: pingTimeoutMs,
      connectTimeout: signInMs,
      cors: { origin: [...config.get('ALLOWED_ORIGINS')] },
      parser: textParser,
      allowRequest: (request, decide) => {
        const refusal = this.admission.refusal(request);
        // engine.io would answer 400 whatever the reason; it writes nothing to a socket that has ended.
        if (refusal) request.socket.end(hangUp(refusal.status));
        else this.admission.enter(request);
        decide(null, refusal === null);
      },
    };
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const server = super.createIOServer(port, { ...options, ...this.options } as ServerOptions);
    (this.httpServer as HttpServer).on('upgrade', refuseElsewhere);
    server.engine.on('connection', (conn: EngineSocket) => {
      const raw = conn.transport.socket._socket;
      // ws would wait 30 s for a peer that does not answer the closing handshake.
      conn.once('close', () => setTimeout(() => raw.destroy(), CLOSE_GRACE_MS).unref());
    });
    this.signIn.guard(server);
    return server;
  }

  override bindClientConnect(): void {
    // One listener per socket, bound at sign-in.
  }

  override bindMessageHandlers(): void {
    // See the class comment.
  }
}

/**
 * Node hands over each connection that wants an upgrade, to whatever path, and no longer looks after it: no limit ends it, and
 * one error that nobody listens for ends the process. engine.io lets go of other paths without either.
 */
function refuseElsewhere({ url }: IncomingMessage, raw: RawSocket): void {
  if (url?.startsWith(`${PATH}/`)) return;
  raw.on('error', () => undefined);
  raw.end(hangUp('400 Bad Request'));
  setTimeout(() => raw.destroy(), CLOSE_GRACE_MS).unref();
}

const hangUp = (status: string) => `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;

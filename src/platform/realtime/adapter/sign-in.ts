import type { Socket as RawSocket } from 'node:net';
import { Injectable } from '@nestjs/common';
import type { Server, Socket } from 'socket.io';
import { newId } from '../../../shared/ids.js';
import { AccessTokens, type Principal } from '../../auth/index.js';
import { auditRefusal, isUnexpected, toProblem } from '../../errors/index.js';
import { log } from '../../observability/log.js';
import { Connection } from '../connection/connection.js';
import { Connections } from '../connection/connections.js';
import { TurnWriter } from '../connection/turn-writer.js';
import { Dispatcher } from '../dispatch/dispatcher.js';
import { realtimeMetrics } from '../metrics.js';
import { Realtime } from '../realtime.js';
import { Admission } from './admission.js';
import { slim } from './slim.js';

type Hook = (connection: Connection) => void;
const DEVICE = /^[\w.:-]{1,64}$/;

/** Socket.IO's packet, before it would be handed to event listeners. */
interface EventPacket {
  data?: unknown[];
  id?: number;
}

/** Turns an accepted handshake into a `Connection`; anything without a valid token gets `connect_error` and nothing else. */
@Injectable()
export class SignIn {
  private readonly writer = new TurnWriter();
  private readonly connected: Hook[] = [];
  private readonly disconnected: Hook[] = [];

  constructor(
    private readonly tokens: AccessTokens,
    private readonly connections: Connections,
    private readonly dispatcher: Dispatcher,
    private readonly realtime: Realtime,
    private readonly admission: Admission,
  ) {}

  /** Called when a socket has signed in. Must not throw. */
  onConnected(hook: Hook): void {
    this.connected.push(hook);
  }

  /** Called when a signed-in socket is gone. Must not throw. */
  onDisconnected(hook: Hook): void {
    this.disconnected.push(hook);
  }

  guard(server: Server): void {
    server.use((socket, next) => {
      const { token } = socket.handshake.auth as { token?: unknown };
      this.tokens.verify(token).then(
        (principal) => {
          (socket.data as { principal: Principal }).principal = principal;
          next();
        },
        (error: unknown) => next(refusal(error, this.admission.addressOf(socket.request))),
      );
    });
    server.on('connection', (socket) => this.accept(socket));
  }

  private accept(socket: Socket): void {
    const { principal } = socket.data as { principal: Principal };
    const { deviceId } = socket.handshake.auth as { deviceId?: unknown };
    const device = typeof deviceId === 'string' && DEVICE.test(deviceId) ? deviceId : socket.id;
    const raw = rawSocketOf(socket);
    const connection = new Connection(socket, raw, this.writer, principal, device);
    socket.data = { connection };
    this.admission.signedIn(raw);
    slim(socket);
    // The one listener: taking packets here saves Socket.IO's ack closure, listener arrays and a turn of nextTick per event.
    (socket as unknown as { onevent: (packet: EventPacket) => void }).onevent = (packet) =>
      this.onEvent(connection, packet);
    socket.once('disconnect', () => this.gone(connection));
    this.connections.add(connection);
    for (const hook of this.connected) hook(connection);
  }

  private onEvent(connection: Connection, { data, id }: EventPacket): void {
    if (id !== undefined && !Number.isSafeInteger(id)) return connection.close('protocol_error');
    this.dispatcher.dispatch(connection, data ?? [], id);
  }

  private gone(connection: Connection): void {
    connection.ended();
    this.connections.remove(connection);
    this.realtime.forget(connection);
    // Also where only the namespace was left: a signed-in socket that stays open behind it would be counted nowhere.
    connection.socket.conn.close();
    for (const hook of this.disconnected) hook(connection);
  }
}

function refusal(error: unknown, address: string): Error {
  const requestId = newId();
  if (isUnexpected(error)) log.error({ err: error, requestId }, 'socket handshake failed');
  const problem = toProblem(error, requestId);
  auditRefusal(error, problem, { of: 'handshake', address });
  realtimeMetrics.refused.inc({ code: `handshake.${problem.code}` });
  return Object.assign(new Error(problem.title), { data: problem });
}

/**
 * The TCP (or TLS) socket below engine.io's WebSocket. Whole frames may be written to it beside engine.io because ws writes
 * each of its own frames in one go while compression is off.
 */
function rawSocketOf(socket: Socket): RawSocket {
  const { transport } = socket.conn as unknown as { transport: { name: string; socket: { _socket: RawSocket } } };
  if (transport.name !== 'websocket') throw new Error(`transport ${transport.name} is not served`);
  return transport.socket._socket;
}

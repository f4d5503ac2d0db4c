import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import type { StormReceiver } from '../loads/ledger.js';
import { bodyOf, conversationOf, idOf, type Shape } from './driver.js';

/** A client as an application has it, with its own reconnecting: the stock Socket.IO client, or the product's library. */
export interface StormClient {
  send(id: number): void;
  close(): Promise<void> | void;
}

export type ConnectStorm = (user: number, port: number, receiver: StormReceiver) => Promise<StormClient>;

/** The stock client with its stock settings: it reconnects by itself and keeps what was emitted while it was offline. */
export function stockStormClients(shape: Shape): ConnectStorm {
  const room = conversationOf(shape);
  return async (user, port, receiver) => {
    const socket = io(`http://127.0.0.1:${port}`, {
      transports: ['websocket'],
      query: { user, room: room[user] },
      forceNew: true,
    });
    socket.on('msg', (m: { body: string }) => receiver.shown(user, idOf(m.body)));
    await new Promise<void>((resolve) => socket.once('connect', resolve));
    socket.on('connect', () => receiver.online(user));
    return {
      send: (id) => {
        socket.emit(
          'send',
          { conversation: room[user], clientId: randomUUID(), body: bodyOf(id) },
          (answer: { ok: boolean }) => {
            if (answer.ok) receiver.accepted(id);
          },
        );
      },
      close: () => void socket.disconnect(),
    };
  };
}

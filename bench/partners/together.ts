import type { Socket as NetSocket } from 'node:net';
import type { Server } from 'socket.io';
import { textFrame } from './server-frame.js';

/**
 * The ceiling of a fan-out in one Node process: each message becomes a WebSocket frame once, and what gathers while a room is being written to leaves
 * in one write per socket. The same wire as `io.to(room).emit`, for the stock client too; no back-pressure, which a real server cannot do without.
 */
export class TogetherBroadcast {
  private readonly waiting = new Map<string, Buffer[]>();

  constructor(private readonly io: Server) {}

  emit(room: string, message: unknown): void {
    const frames = this.waiting.get(room);
    const frame = textFrame(`42${JSON.stringify(['msg', message])}`);
    if (frames) frames.push(frame);
    else {
      this.waiting.set(room, [frame]);
      setImmediate(() => this.flush(room));
    }
  }

  private flush(room: string): void {
    const together = Buffer.concat(this.waiting.get(room)!);
    this.waiting.delete(room);
    for (const id of this.io.of('/').adapter.rooms.get(room) ?? []) {
      // `ws` under Engine.IO's transport keeps its TCP socket here; neither library has a door to it.
      const transport = this.io.of('/').sockets.get(id)!.conn.transport as unknown as {
        socket: { _socket: NetSocket };
      };
      transport.socket._socket.write(together);
    }
  }
}

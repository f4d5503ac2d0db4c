// One node of a bare Socket.IO deployment with the stock Redis adapter: no sign-in, nothing stored. Argument: <Redis URL>
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';

const publisher = new Redis(process.argv[2]!);
const subscriber = publisher.duplicate();
await Promise.all([once(publisher, 'ready'), once(subscriber, 'ready')]);

const http = createServer();
const io = new Server(http, { transports: ['websocket'], adapter: createAdapter(publisher, subscriber) });

io.on('connection', (socket) => {
  const { user, room } = socket.handshake.query;
  void socket.join([`user:${String(user)}`, `room:${String(room)}`]);
  socket.on('one', (to: number, body: string, answer: (result: unknown) => void) => {
    io.to(`user:${to}`).emit('msg', { body });
    answer({ ok: true });
  });
  socket.on('broadcast', (to: string, body: string) => void io.to(`room:${to}`).emit('msg', { body }));
});

process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
http.listen(0, '127.0.0.1', 4096, () => process.send?.({ ready: { port: (http.address() as { port: number }).port } }));

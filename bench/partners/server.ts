// The bare Socket.IO server the product is measured against: no framework, no sign-in, no validation, no membership.
// Arguments: <store: none|one|batch> <database URL or -> <broadcast: emit|together>
import { createServer } from 'node:http';
import pg from 'pg';
import { Server, type Socket } from 'socket.io';
import { TogetherBroadcast } from './together.js';
import { groupCommit, oneStatementPerMessage, type Store } from './store.js';

interface SendBody {
  conversation: number;
  clientId: string;
  body: string;
  /** The one other person of a direct conversation; without it the conversation's room hears it. */
  to?: number;
}

const [kind = 'none', url = '-', broadcasting = 'emit'] = process.argv.slice(2);

function makeStore(): Store {
  if (kind === 'none') {
    const last = new Map<number, number>();
    return (m) => {
      const seq = (last.get(m.conversation) ?? 0) + 1;
      last.set(m.conversation, seq);
      return Promise.resolve(seq);
    };
  }
  const pool = new pg.Pool({ connectionString: url, max: kind === 'one' ? 10 : 1 });
  return kind === 'one' ? oneStatementPerMessage(pool) : groupCommit(pool);
}

const store = makeStore();
const http = createServer();
const io = new Server(http, { transports: ['websocket'] });
const people = new Map<number, Socket>();

const together = new TogetherBroadcast(io);

function serve(socket: Socket): void {
  const { user, room } = socket.handshake.query;
  const sender = Number(user ?? 0);
  people.set(sender, socket);
  socket.on('disconnect', () => people.delete(sender));
  if (typeof room === 'string') void socket.join(room);
  socket.on('echo', (body: unknown, answer: (body: unknown) => void) => answer({ ok: true, data: body }));
  socket.on('broadcast', (conversation: string, body: string) => {
    const message = { conversation, seq: 0, from: sender, body };
    if (broadcasting === 'emit') io.to(conversation).emit('msg', message);
    else together.emit(conversation, message);
  });
  socket.on('send', (m: SendBody, answer: (result: unknown) => void) => {
    store({ conversation: m.conversation, sender, clientId: m.clientId, body: m.body }).then(
      (seq) => {
        answer({ ok: true, data: { seq } });
        const message = { conversation: m.conversation, seq, from: sender, body: m.body };
        if (m.to === undefined) io.to(String(m.conversation)).emit('msg', message);
        else people.get(m.to)?.emit('msg', message);
      },
      (error: unknown) => answer({ ok: false, error: { code: 'bench.failed', detail: String(error) } }),
    );
  });
}

io.on('connection', serve);
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
http.listen(0, '127.0.0.1', 4096, () => process.send?.({ ready: { port: (http.address() as { port: number }).port } }));

import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';
import { Child } from '../lib/child.js';
import { SERVER_FLAGS } from '../lib/node-flags.js';
import { connect } from '../lib/postgres.js';
import { readClock } from '../lib/websocket.js';
import { eventFrame, RawSocketIo } from '../lib/socket-io.js';
import { faultsInBareStore } from '../partners/check.js';
import { SCHEMA } from '../partners/store.js';
import {
  bodyOf,
  conversationOf,
  idIn,
  idOf,
  SeqReader,
  startsWith,
  type Connection,
  type Driver,
  type Receiver,
  type Shape,
} from './driver.js';

export type BareStore = 'none' | 'one' | 'batch';

const MESSAGE = Buffer.from('["msg",');
const SERVER = fileURLToPath(new URL('../partners/server.js', import.meta.url));

interface BareOptions {
  store: BareStore;
  /** An empty database; not needed when nothing is stored. */
  databaseUrl?: string;
  /** Broadcast without an ack or a store: by `io.to(room).emit`, the fan-out partner, or with frames put together, its ceiling. */
  broadcast?: 'emit' | 'together';
  /** Send the acked no-op instead of a message. */
  echo?: boolean;
  /** Flags of the server's node; default: those of `npm start`. */
  nodeOptions?: string[];
}

/** The bare Socket.IO server as a side: no sign-in, no framework; the store is what the figure says. */
export class BareDriver implements Driver {
  /** Ten statements at once finish in any order, and the bare server sends what finishes. */
  get ordered(): boolean {
    return this.options.store !== 'one';
  }

  private child: Child<{ port: number }> | undefined;
  private shape!: Shape;
  private room: Int32Array = new Int32Array();

  constructor(
    readonly name: string,
    private readonly options: BareOptions,
  ) {}

  async start(shape: Shape): Promise<void> {
    const { databaseUrl } = this.options;
    this.shape = shape;
    this.room = conversationOf(shape);
    if (databaseUrl) {
      const client = await connect(databaseUrl);
      await client.query(SCHEMA);
      await client.end();
    }
    await this.restart();
  }

  async restart(): Promise<void> {
    await this.stop();
    const { store, databaseUrl, broadcast, nodeOptions = SERVER_FLAGS } = this.options;
    this.child = await Child.start(SERVER, [store, databaseUrl ?? '-', broadcast ?? 'emit'], { nodeOptions });
  }

  get port(): number {
    return this.child!.ready.port;
  }

  async connect(user: number, receiver: Receiver, localAddress?: string): Promise<Connection> {
    const sent = new Map<number, number>();
    const seqs = new SeqReader();
    let lastAck = 0;
    const socket = await RawSocketIo.connect(
      { port: this.port, localAddress, query: `user=${user}&room=${this.room[user]}` },
      {
        event: (b, s, e) => {
          if (startsWith(b, s, MESSAGE)) receiver.delivered(user, idIn(b, s, e), seqs.read(b, s, e));
        },
        ack: (ackId, b, s, e) => {
          const id = sent.get(ackId)!;
          sent.delete(ackId);
          if (b.toString('latin1', s, s + 10) === '[{"ok":tru') receiver.acked(user, id);
          else receiver.refused(user, id, b.toString('utf8', s, e), false);
        },
      },
    );
    return {
      open: () => socket.open,
      send: (id) => {
        if (this.options.broadcast) {
          socket.write(eventFrame(`["broadcast","${this.room[user]}","${bodyOf(id)}"]`));
          return receiver.acked(user, id);
        }
        sent.set(++lastAck, id);
        socket.write(eventFrame(this.packet(user, id), lastAck));
      },
      destroy: () => socket.destroy(),
    };
  }

  async connectStock(user: number, receiver: Receiver): Promise<Connection> {
    const socket = io(`http://127.0.0.1:${this.port}`, {
      transports: ['websocket'],
      query: { user, room: this.room[user] },
      reconnection: false,
    });
    socket.on('msg', (m: { seq: number; body: string }) => {
      readClock.now = performance.now();
      receiver.delivered(user, idOf(m.body), m.seq);
    });
    await new Promise<void>((resolve, reject) => socket.on('connect', resolve).on('connect_error', reject));
    return { open: () => socket.connected, send: () => undefined, destroy: () => socket.disconnect() };
  }

  private packet(user: number, id: number): string {
    if (this.options.echo) return `["echo",{"conversation":${this.room[user]}}]`;
    const to = this.shape.direct ? `,"to":${user ^ 1}` : '';
    return `["send",{"conversation":${this.room[user]}${to},"clientId":"${randomUUID()}","body":"${bodyOf(id)}"}]`;
  }

  pids(): number[] {
    return this.child ? [this.child.pid] : [];
  }

  async faults(): Promise<string[]> {
    if (!this.options.databaseUrl) return [];
    const client = await connect(this.options.databaseUrl);
    try {
      return await faultsInBareStore(client);
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    await this.child?.stop();
    this.child = undefined;
  }
}

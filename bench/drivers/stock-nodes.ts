import { fileURLToPath } from 'node:url';
import { Child } from '../lib/child.js';
import { SERVER_FLAGS } from '../lib/node-flags.js';
import { ThrowAwayRedis } from '../lib/redis.js';
import { eventFrame, RawSocketIo } from '../lib/socket-io.js';
import {
  bodyOf,
  conversationOf,
  idIn,
  startsWith,
  type Connection,
  type Driver,
  type Receiver,
  type Shape,
} from './driver.js';

const NODE = fileURLToPath(new URL('../partners/adapter-server.js', import.meta.url));
const MESSAGE = Buffer.from('["msg",');

/** Two bare Socket.IO nodes joined by the stock Redis adapter: a direct message goes to one person's room, a group's to the room of all. */
export class StockNodesDriver implements Driver {
  /** It numbers nothing. */
  readonly ordered = false;
  private readonly redis = new ThrowAwayRedis();
  private nodes: Child<{ port: number }>[] = [];
  private shape!: Shape;
  private room: Int32Array = new Int32Array();
  private url = '';

  constructor(
    readonly name: string,
    private readonly nodeOf: (user: number) => number,
    private readonly body = bodyOf,
  ) {}

  async start(shape: Shape): Promise<void> {
    this.shape = shape;
    this.room = conversationOf(shape);
    this.url = await this.redis.start();
    await this.startNodes();
  }

  private async startNodes(): Promise<void> {
    const start = (): Promise<Child<{ port: number }>> => Child.start(NODE, [this.url], { nodeOptions: SERVER_FLAGS });
    this.nodes = await Promise.all([start(), start()]);
  }

  async restart(): Promise<void> {
    for (const node of this.nodes) await node.stop();
    await this.startNodes();
  }

  async connect(user: number, receiver: Receiver, localAddress?: string): Promise<Connection> {
    const sent = new Map<number, number>();
    let lastAck = 0;
    const { port } = this.nodes[this.nodeOf(user)]!.ready;
    const socket = await RawSocketIo.connect(
      { port, localAddress, query: `user=${user}&room=${this.room[user]}` },
      {
        event: (b, s, e) => {
          if (startsWith(b, s, MESSAGE)) receiver.delivered(user, idIn(b, s, e), 0);
        },
        ack: (ackId) => {
          receiver.acked(user, sent.get(ackId)!);
          sent.delete(ackId);
        },
      },
    );
    return {
      open: () => socket.open,
      send: (id) => {
        if (this.shape.direct) {
          sent.set(++lastAck, id);
          return socket.write(eventFrame(`["one",${user ^ 1},"${this.body(id)}"]`, lastAck));
        }
        socket.write(eventFrame(`["broadcast","${this.room[user]}","${this.body(id)}"]`));
        receiver.acked(user, id);
      },
      destroy: () => socket.destroy(),
    };
  }

  connectStock(): Promise<Connection> {
    return Promise.reject(new Error('not needed: the partner is the stock server'));
  }

  pids(): number[] {
    return [...this.nodes.map((node) => node.pid), ...this.redis.pids];
  }

  /** Nothing is stored. */
  async faults(): Promise<string[]> {
    return [];
  }

  async stop(): Promise<void> {
    for (const node of this.nodes) await node.stop();
    await this.redis.stop();
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { required } from '../../scripts/parts/part.js';
import type { Found } from '../../scripts/parts/part.js';
import { connect } from '../lib/postgres.js';
import { XmppClient } from '../lib/xmpp.js';
import { accountOf, DOMAIN, PASSWORD, roomOf, ROOMS_DOMAIN, type Peer, type PeerOptions } from '../peers/peer.js';
import { bodyOf, conversationOf, idOf, type Connection, type Driver, type Receiver, type Shape } from './driver.js';

const BODY = '<body>';

/**
 * An XMPP server as a side, over plain TCP. What "acked" means: a direct message is acked by the server's stream-management receipt (XEP-0198: it has
 * taken the stanza over), a room's message when its sender hears it reflected. Both servers of `peers/` write the archive before either, and neither
 * numbers messages or says when a client has missed one: a client finds out by querying the archive.
 */
export class XmppDriver implements Driver {
  /** Nothing in the protocol numbers messages, so only loss and repeats can be told. */
  readonly ordered = false;

  private shape!: Shape;
  private room: Int32Array = new Int32Array();
  private peer: Peer | undefined;
  private folder = '';
  private sent = 0;

  constructor(
    readonly name: string,
    private readonly startPeer: (options: PeerOptions) => Promise<Found<Peer>>,
    private readonly databaseUrl: string,
  ) {}

  async start(shape: Shape): Promise<void> {
    this.shape = shape;
    this.room = conversationOf(shape);
    this.folder = mkdtempSync(join(tmpdir(), `parley-bench-${this.name}-`));
    this.peer = required(await this.startPeer({ dir: this.folder, databaseUrl: this.databaseUrl, users: shape.users }));
  }

  restart(): Promise<void> {
    return this.peer!.restart();
  }

  async connect(user: number, receiver: Receiver, localAddress?: string): Promise<Connection> {
    const account = accountOf(user);
    const own = new RegExp(` from=['"][^'"]*/${account}['"]`);
    const { direct } = this.shape;
    const client = await XmppClient.connect(
      { port: this.peer!.port, domain: DOMAIN, account, password: PASSWORD, localAddress },
      {
        acked: (id) => receiver.acked(user, id),
        message: (stanza) => {
          const head = stanza.slice(0, stanza.indexOf('>'));
          const at = stanza.indexOf(BODY);
          const id = at < 0 ? -1 : idOf(stanza.slice(at + BODY.length));
          if (/ type=.error/.test(head)) receiver.refused(user, id, 'xmpp.error', false);
          else if (!direct && own.test(head)) receiver.acked(user, id);
          else receiver.delivered(user, id, 0);
        },
      },
    );
    if (!direct) await this.join(client, user);
    const to = direct ? `${accountOf(user ^ 1)}@${DOMAIN}` : this.roomAddress(user);
    const type = direct ? 'chat' : 'groupchat';
    return {
      open: () => client.open,
      send: (id) => {
        this.sent++;
        client.send(
          `<message to='${to}' type='${type}' id='m${id}'><body>${bodyOf(id)}</body></message>`,
          direct ? id : undefined,
        );
      },
      destroy: () => client.destroy(),
    };
  }

  connectStock(): Promise<Connection> {
    return Promise.reject(new Error('an XMPP server has no Socket.IO client'));
  }

  private roomAddress(user: number): string {
    return `${roomOf(this.room[user]!)}@${ROOMS_DOMAIN}`;
  }

  /** The first to come makes the room. Everybody's nickname is the account, by which a sender knows the own message. */
  private async join(client: XmppClient, user: number): Promise<void> {
    const request = `<presence to='${this.roomAddress(user)}/${accountOf(user)}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>`;
    // Status 110 is one's own presence, the last of those that greet a newcomer.
    const joined = await client.ask(
      request,
      (element) => element.startsWith('<presence') && /code=.110|error/.test(element),
    );
    if (joined.includes('error')) throw new Error(`room refused: ${joined.slice(0, 300)}`);
  }

  pids(): number[] {
    return this.peer ? [this.peer.pid] : [];
  }

  /** Everything sent has to be in the archive: a direct message in both parties', a room's once. */
  async faults(): Promise<string[]> {
    const client = await connect(this.databaseUrl);
    try {
      const { rows } = await client.query<{ rows: string; messages: string }>(this.peer!.archived);
      const { rows: archived, messages } = rows[0]!;
      const expected = this.sent * (this.shape.direct ? 2 : 1);
      if (Number(messages) === this.sent && Number(archived) === expected) return [];
      return [`${this.sent} messages sent, ${messages} in ${archived} archive rows, which should be ${expected}`];
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    await this.peer?.stop();
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
  }
}

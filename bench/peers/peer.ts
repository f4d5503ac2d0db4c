import type { Part, PartOptions } from '../../scripts/parts/part.js';
import { XmppClient } from '../lib/xmpp.js';

/** A chat server of other people, as its distribution ships it, with its archive in a database of the bench's PostgreSQL. */
export interface Peer extends Part {
  /** Where clients connect, on loopback, without TLS. */
  port: number;
  /** Counts what its archive holds of the bench's messages: `rows`, and different `messages` among them. */
  archived: string;
}

export interface PeerOptions extends PartOptions {
  /** A database of its own; what is in it is thrown away. */
  databaseUrl: string;
  /** Accounts to have, `accountOf(0)` and on. */
  users: number;
}

export const DOMAIN = 'localhost';
export const ROOMS_DOMAIN = 'rooms.localhost';
export const PASSWORD = 'pw';
export const accountOf = (user: number): string => `u${user}`;
export const roomOf = (conversation: number): string => `room${conversation}`;

/** Whether the first account can sign in: a port that takes connections is not yet a server that serves. Throws for "not yet". */
export async function signsIn(port: number): Promise<boolean> {
  const options = { port, domain: DOMAIN, account: accountOf(0), password: PASSWORD };
  const client = await XmppClient.connect(options, { message: () => undefined, acked: () => undefined });
  client.destroy();
  return true;
}

/** What a server's own settings take of a database URL. */
export function partsOf(databaseUrl: string): {
  host: string;
  port: number;
  database: string;
  username: string;
  password: string;
} {
  const url = new URL(databaseUrl);
  return {
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}

import type { ServerEventName } from '../../../contract/index.js';
import { isId } from '../../../shared/ids.js';
import type { CommittedEntry } from '../../journal/index.js';

export type EphemeralEvent = Extract<ServerEventName, 'typing' | 'presence' | 'receipts'>;

/** What nodes tell each other on a stream's channel (a user's channel is that of the user's own stream). */
export type Packet =
  | { t: 'entry'; entry: CommittedEntry }
  | {
      t: 'ephemeral';
      event: EphemeralEvent;
      payload: object;
      /** The membership it was decided on. */
      aclVersion: number;
      exceptUser?: string;
      onlyUsers?: string[];
    }
  /** On a user's channel: to all sockets of the user. */
  | { t: 'user'; event: ServerEventName; payload: object }
  /** On a user's channel: what the user belongs to changed at this stream. */
  | { t: 'audience'; streamId: string };

export function encodePackets(packets: readonly Packet[]): string {
  return `[${packets.map(encode).join(',')}]`;
}

function encode(packet: Packet): string {
  if (packet.t !== 'entry') return JSON.stringify(packet);
  const { payloadJson, ...rest } = packet.entry;
  // The payload's JSON is spliced in: it is not parsed again on this side.
  return `{"t":"entry","entry":${JSON.stringify(rest)},"payload":${payloadJson}}`;
}

/** Null for anything that is not a list of packets of that stream: the channel is shared, so its shape is not trusted. */
export function decodePackets(streamId: string, text: string): Packet[] | null {
  try {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list)) return null;
    const packets = list.map((raw) => decode(streamId, raw as Raw));
    return packets.every((p) => p !== null) ? packets : null;
  } catch {
    return null;
  }
}

type Raw = Record<string, unknown> & { entry?: Record<string, unknown> };

const isObject = (v: unknown): v is object => typeof v === 'object' && v !== null && !Array.isArray(v);
const isCount = (v: unknown): v is number => Number.isSafeInteger(v) && (v as number) >= 0;
const EPHEMERAL: readonly unknown[] = ['typing', 'presence', 'receipts'];
const EVENT_NAME = /^[a-z]+([.-][a-z]+)*$/;
const TYPE = /^[a-z]+\.[a-z-]+\.v\d+$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function decode(streamId: string, raw: Raw): Packet | null {
  if (!isObject(raw)) return null;
  switch (raw.t) {
    case 'entry':
      return decodeEntry(streamId, raw);
    case 'ephemeral':
      return isEphemeral(raw) ? (raw as unknown as Packet) : null;
    case 'user':
      return EVENT_NAME.test(String(raw.event)) && isObject(raw.payload) ? (raw as unknown as Packet) : null;
    case 'audience':
      return isId(raw.streamId) ? (raw as unknown as Packet) : null;
    default:
      return null;
  }
}

function isEphemeral(raw: Raw): boolean {
  const { event, payload, aclVersion, exceptUser, onlyUsers } = raw;
  return (
    EPHEMERAL.includes(event) &&
    isObject(payload) &&
    isCount(aclVersion) &&
    (exceptUser === undefined || isId(exceptUser)) &&
    (onlyUsers === undefined || (Array.isArray(onlyUsers) && onlyUsers.every(isId)))
  );
}

function decodeEntry(streamId: string, raw: Raw): Packet | null {
  const e = raw.entry;
  const sound =
    isObject(e) &&
    e.streamId === streamId &&
    (e.kind === 'conversation' || e.kind === 'user') &&
    isCount(e.seq) &&
    e.seq > 0 &&
    isId(e.eventId) &&
    isCount(e.aclVersion) &&
    TYPE.test(String(e.type)) &&
    isId(e.actorId) &&
    TIME.test(String(e.at)) &&
    isObject(raw.payload);
  if (!sound) return null;
  const { kind, seq, eventId, aclVersion, type, actorId, at } = e as unknown as CommittedEntry;
  const payloadJson = JSON.stringify(raw.payload);
  return {
    t: 'entry',
    entry: { kind, streamId, seq, eventId, aclVersion, type: type, actorId, at, payloadJson },
  };
}

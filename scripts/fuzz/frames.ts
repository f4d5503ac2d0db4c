import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { textFrame } from '../../bench/lib/websocket.js';
import type { Part } from './run.js';
import { clientEvents } from './schema.js';
import { FuzzSocket } from './socket.js';
import { spoiled } from './spoil.js';
import type { Tally } from './tally.js';
import { valuesOf } from './values.js';
import { leakIn } from './verdict.js';
import type { Actor, World } from './world.js';

type Cut = { at: number; drop: number; put: Uint8Array };
export interface Frame {
  actor: Exclude<Actor, 'anonymous'>;
  /** socket: packets of Engine.IO and Socket.IO in sound frames. websocket: the frames themselves. upgrade: the HTTP request. signIn: the first packet. */
  layer: 'socket' | 'websocket' | 'upgrade' | 'signIn';
  /** Before mutation, with places to fill in. */
  text: string;
  cuts: Cut[];
  opcode: number;
}

const ANSWER_MS = 10_000;
/** A frame that announces more than it brings leaves the server waiting, rightly. */
const SILENCE_MS = 300;
const ACTORS_WITH_SOCKETS = ['owner', 'member', 'stranger'] as const;

const packets = fc.constantFrom(
  ...[
    '2',
    '3',
    '2probe',
    '3probe',
    '5',
    '6',
    '1',
    '0{}',
    '40',
    '41',
    '42[]',
    '43[]',
    '430[]',
    '44{}',
    '45-[]',
    '46[]',
    '4',
    '',
    'b4AAEC',
  ],
  ...[
    '40{"token":"{{token}}"}',
    '40/admin,{}',
    '42/admin,["x"]',
    '451-["x",{"_placeholder":true,"num":0}]',
    '42["connect",{}]',
  ],
);
const eventText = fc.oneof(
  ...clientEvents.map(({ event, schema }) =>
    spoiled(valuesOf(schema, '') as fc.Arbitrary<Record<string, unknown>>).map((json) => `421["${event}",${json}]`),
  ),
);
const upgrade = [
  'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
  'Host: {{host}}',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: cGFybGV5LWZ1enotMDAwMA==',
  'Sec-WebSocket-Extensions: permessage-deflate',
  '',
  '',
].join('\r\n');

const cut: fc.Arbitrary<Cut> = fc.record({
  at: fc.nat(2_000),
  drop: fc.oneof({ weight: 3, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.nat(200) }),
  put: fc.oneof(
    { weight: 3, arbitrary: fc.uint8Array({ maxLength: 3 }) },
    // Text that is legal inside a JSON string, so that what is behind the parser is reached as well.
    { weight: 3, arbitrary: fc.stringMatching(/^[\w .,:-]{1,6}$/).map((text) => Buffer.from(text)) },
  ),
});
const frameOf = (layer: Frame['layer'], text: fc.Arbitrary<string>, cuts: fc.Arbitrary<Cut[]>): fc.Arbitrary<Frame> =>
  fc.record({
    actor: fc.constantFrom(...ACTORS_WITH_SOCKETS),
    layer: fc.constant(layer),
    text,
    cuts,
    opcode: fc.oneof({ weight: 30, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.nat(15) }),
  });

const someCuts = fc.array(cut, { minLength: 1, maxLength: 3 });
/** Other letters where there were some: many of these the parser takes, and what is behind it has to cope. */
const otherLetters = fc
  .record({ at: fc.nat(2_000), drop: fc.nat(1), put: fc.stringMatching(/^[\w .,:-]{1,6}$/) })
  .map(({ put, ...where }): Cut[] => [{ ...where, put: Buffer.from(put) }]);
const frames: fc.Arbitrary<Frame> = fc.oneof(
  { weight: 55, arbitrary: frameOf('socket', eventText, otherLetters) },
  { weight: 30, arbitrary: frameOf('socket', eventText, someCuts) },
  { weight: 5, arbitrary: frameOf('socket', packets, someCuts) },
  { weight: 4, arbitrary: frameOf('websocket', fc.oneof(eventText, packets), someCuts) },
  { weight: 3, arbitrary: frameOf('upgrade', fc.constant(upgrade), someCuts) },
  { weight: 3, arbitrary: frameOf('signIn', fc.constant('40{"token":"{{token}}","deviceId":"fuzz"}'), someCuts) },
);

/** Frames at every layer of a socket, each mutated; the server has looked at each one before it counts. */
export function framesPart(url: string, tally: Tally): Part<Frame> {
  const sockets = new Map<number, FuzzSocket>();
  tally.expect(['socket', 'websocket', 'upgrade', 'signIn']);
  return {
    name: 'frames',
    values: frames,
    show: (frame, world) => `${frame.layer} as ${frame.actor}: ${readable(bytesOf(frame, world, url).sent)}`,
    send: async (frame, world, lane) => {
      const bytes = bytesOf(frame, world, url).sent;
      if (frame.layer === 'upgrade' || frame.layer === 'signIn') return before(frame, bytes, url, world, tally);
      if (!sockets.has(lane)) sockets.set(lane, new FuzzSocket(url, frame.actor, world));
      const socket = sockets.get(lane)!;
      const outcome = await socket.put(bytes, frame.layer === 'socket' ? ANSWER_MS : SILENCE_MS);
      tally.count(frame.layer, outcome, outcome === 'answered');
      return outcome === 'silent' && frame.layer === 'socket'
        ? `neither answered nor closed in ${ANSWER_MS} ms`
        : socket.fault;
    },
    rest: () => {
      for (const socket of sockets.values()) socket.close();
      sockets.clear();
    },
  };
}

/** What goes over the wire, and what would have without the mutation: the two always differ. */
export function bytesOf({ actor, layer, text, cuts, opcode }: Frame, world: Pick<World, 'fill'>, url: string) {
  const sound = Buffer.from(world.fill(text, actor).replace('{{host}}', new URL(url).host));
  if (layer === 'upgrade') return { sound, sent: mutated(sound, cuts) };
  const frame = framed(sound);
  return { sound: frame, sent: layer === 'websocket' ? mutated(frame, cuts) : framed(mutated(sound, cuts), opcode) };
}

/** The bytes in a frame that is sound itself. */
function framed(payload: Buffer, opcode?: number): Buffer {
  const head = textFrame('x'.repeat(payload.length), opcode).subarray(0, -payload.length || undefined);
  return Buffer.concat([head, payload]);
}

/** Printable characters as they are, every other byte as \\xNN. */
const readable = (bytes: Buffer) =>
  [...bytes.toString('latin1')]
    .map((c) => (c >= ' ' && c <= '~' ? c : `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`))
    .join('');

/** Never what was given: cuts that take away what they put (or nothing) leave the bytes as they were, and one is turned over. */
function mutated(bytes: Buffer, cuts: readonly Cut[]): Buffer {
  const changed = cuts.reduce((given, { at, drop, put }) => {
    const from = given.length === 0 ? 0 : at % given.length;
    return Buffer.concat([given.subarray(0, from), put, given.subarray(from + drop)]);
  }, bytes);
  if (!changed.equals(bytes)) return changed;
  if (bytes.length === 0) return Buffer.from([0]);
  const turned = Buffer.from(bytes);
  const at = (cuts[0]?.at ?? 0) % bytes.length;
  turned[at] = ~turned[at]! & 0xff;
  return turned;
}

/** What happens before a socket is signed in: a connection of its own, answered or closed. */
async function before(frame: Frame, bytes: Buffer, url: string, world: World, tally: Tally): Promise<string | null> {
  const { hostname, port, host } = new URL(url);
  const tcp = connect(Number(port), hostname);
  tcp.on('error', () => undefined);
  await once(tcp, 'connect');
  let heard = '';
  const answered = new Promise<string>((resolve) => {
    const timer = setTimeout(() => resolve('silent'), SILENCE_MS);
    const settle = (outcome: string) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    tcp.on('data', (data) => {
      const opened = heard.includes('0{"sid"');
      heard += data.toString('latin1');
      if (frame.layer === 'upgrade') return heard.includes('\r\n\r\n') && settle('answered');
      // Nothing is read before Engine.IO has said that the socket is open.
      if (!opened && heard.includes('0{"sid"')) tcp.write(bytes);
      else if (/4[04]\{/.test(heard)) settle('answered');
    });
    tcp.on('close', () => settle('closed'));
  });
  tcp.write(frame.layer === 'upgrade' ? bytes : upgrade.replace('{{host}}', host));
  const outcome = await answered;
  tcp.destroy();
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1] ?? 0);
  tally.count(frame.layer, outcome, outcome === 'answered');
  return status >= 500 ? `answered ${status}: ${heard.slice(0, 300)}` : leakIn(heard, world.canary);
}

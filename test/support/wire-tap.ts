// Taps `fetch` and the Socket.IO client of this process, once: whatever a Parley server answers over REST, emits or acks,
// through whichever client, is compared with docs/openapi.json and docs/asyncapi.json.
import { Socket } from 'socket.io-client';
import { isNotTheProduct, violated } from './wire-violations.js';

interface Packet {
  id?: number;
  data: unknown[];
}
interface Wired {
  io: { uri: string };
  packet(packet: Packet): void;
  onevent(packet: Packet): void;
  onack(packet: Packet): void;
}

const realFetch = globalThis.fetch;
const asked = new WeakMap<object, Map<number, string>>();
const client = Socket.prototype as unknown as Wired;
const { packet, onevent, onack } = client;

globalThis.fetch = async (input, init) => {
  const answer = await realFetch(input, init);
  const request = input instanceof Request ? input : undefined;
  const url = new URL(request?.url ?? input);
  // Every answer of the product carries its request's id; other servers of tests do not.
  if (answer.headers.has('x-request-id') && /^\/(v1|\.well-known)\//.test(url.pathname)) {
    const method = (init?.method ?? request?.method ?? 'GET').toUpperCase();
    const { restViolation } = await import('./rest-check.js');
    const text = await answer.clone().text();
    const contentType = answer.headers.get('content-type') ?? '';
    violated(restViolation({ method, path: url.pathname, status: answer.status, contentType, text }));
  }
  return answer;
};

client.packet = function (this: Wired, sent) {
  if (sent.id !== undefined) {
    if (!asked.has(this)) asked.set(this, new Map());
    asked.get(this)!.set(sent.id, String(sent.data[0]));
  }
  packet.call(this, sent);
};
client.onevent = function (this: Wired, received) {
  const [event, payload] = received.data;
  if (!isNotTheProduct(this.io.uri)) check('event', String(event), payload);
  onevent.call(this, received);
};
client.onack = function (this: Wired, received) {
  const event = asked.get(this)?.get(received.id!);
  if (event !== undefined && !isNotTheProduct(this.io.uri)) check('ack', event, received.data[0]);
  onack.call(this, received);
};

let checks = Promise.resolve();
function check(kind: 'event' | 'ack', event: string, payload: unknown): void {
  const text = JSON.stringify(payload);
  checks = checks.then(async () => {
    const { checkAck, checkServerEvent } = await import('./wire-check.js');
    try {
      (kind === 'event' ? checkServerEvent : checkAck)(event, JSON.parse(text));
    } catch (error) {
      violated((error as Error).message);
    }
  });
}

/** When all that was said so far has been compared. */
export async function allCompared(): Promise<void> {
  await checks;
}

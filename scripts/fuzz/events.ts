import fc from 'fast-check';
import type { Part } from './run.js';
import { clientEvents } from './schema.js';
import { ackFault, FuzzSocket } from './socket.js';
import { spoiled } from './spoil.js';
import type { Tally } from './tally.js';
import { valuesOf } from './values.js';
import { type Actor, ACTORS, type World } from './world.js';

export interface FuzzEvent {
  actor: Actor;
  event: string;
  /** The arguments behind the event's name, as JSON, with places to fill in. */
  json: string;
}

const SIGNED_IN = ACTORS.filter((actor) => actor !== 'anonymous');
const UNKNOWN = ['join', 'error', '__proto__', 'constructor', 'toString', 'closing', 'event', '', '*', 'message.send '];
/** A closed or silent answer is waited for no longer. */
const ANSWER_MS = 10_000;

const anyEvent: fc.Arbitrary<FuzzEvent> = fc.oneof(
  ...clientEvents.map(({ event, schema }) => ({
    weight: 10,
    arbitrary: fc.record({
      actor: fc.constantFrom(...SIGNED_IN),
      event: fc.constant(event),
      json: shapes(spoiled(valuesOf(schema, '') as fc.Arbitrary<Record<string, unknown>>)),
    }),
  })),
  {
    weight: 3,
    arbitrary: fc.record({
      actor: fc.constantFrom(...SIGNED_IN),
      event: fc.constantFrom(...UNKNOWN),
      json: fc.constantFrom('{}', 'null', '{"a":1}'),
    }),
  },
);

/** Mostly one argument, as it has to be. */
function shapes(body: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(
      body,
      fc.oneof(
        { weight: 20, arbitrary: fc.constant('{}') },
        { weight: 1, arbitrary: fc.constantFrom('two', 'list', 'text') },
      ),
    )
    .map(([json, form]) =>
      form === 'two' ? `${json},1` : form === 'list' ? `[${json}]` : form === 'text' ? JSON.stringify(json) : json,
    );
}

/** Events of docs/asyncapi.json over signed-in sockets, one per lane and actor. */
export function eventsPart(url: string, tally: Tally): Part<FuzzEvent> {
  const sockets = new Map<string, FuzzSocket>();
  tally.expect(clientEvents.map(({ event }) => event));
  const socketOf = (world: World, actor: Actor, lane: number) => {
    const key = `${lane} ${actor}`;
    if (!sockets.has(key)) sockets.set(key, new FuzzSocket(url, actor, world));
    return sockets.get(key)!;
  };
  return {
    name: 'events',
    values: anyEvent,
    show: ({ actor, event, json }, world) => `as ${actor}: ["${event}",${world.fill(json, actor)}]`,
    send: async ({ actor, event, json }, world, lane) => {
      const socket = socketOf(world, actor, lane);
      const text = await socket.ask(event, world.fill(json, actor), ANSWER_MS);
      if (text === undefined) return `no answer within ${ANSWER_MS} ms`;
      const ok = text?.startsWith('[{"ok":true') ?? false;
      tally.count(event, text === null ? 'closed' : ok ? 'ok' : (/"code":"([^"]+)"/.exec(text)?.[1] ?? 'no code'), ok);
      return (text === null ? null : ackFault(event, text, world.canary)) ?? socket.fault;
    },
    rest: () => {
      for (const socket of sockets.values()) socket.close();
      sockets.clear();
    },
  };
}

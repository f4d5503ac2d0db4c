import { readFileSync } from 'node:fs';
import { createGenerator } from 'ts-json-schema-generator';

type Schema = Record<string, unknown> & { properties?: Record<string, Schema>; required?: string[] };

const REF = '#/definitions/';
/** Everything else is reached from these. */
const ROOTS = [
  'ClientEvents',
  'ServerEvents',
  'Problem',
  'HandshakeAuth',
  'ConversationEntries',
  'UserEntries',
  'AccountEntries',
];
const TARGET = '#/components/schemas/';

/** JSON Schemas of the contract's types, by name; references point into `components/schemas`. */
function contractSchemas(): Record<string, Schema> {
  const generator = createGenerator({
    path: 'src/contract/index.ts',
    tsconfig: 'tsconfig.json',
    skipTypeCheck: true,
    additionalProperties: false,
    encodeRefs: false,
    topRef: true,
    jsDoc: 'extended',
  });
  const found = ROOTS.map((type) => generator.createSchema(type).definitions);
  return JSON.parse(JSON.stringify(Object.assign({}, ...found)).replaceAll(REF, TARGET)) as Record<string, Schema>;
}

/** Schema names hold only what AsyncAPI allows in a key. */
function cleanNames(schemas: Record<string, Schema>): Record<string, Schema> {
  const clean = (name: string): string => name.replaceAll(/[^A-Za-z0-9._-]+/g, '_').replaceAll(/_+$/g, '');
  let text = JSON.stringify(schemas);
  for (const name of Object.keys(schemas))
    text = text.replaceAll(JSON.stringify(`${TARGET}${name}`), JSON.stringify(`${TARGET}${clean(name)}`));
  return Object.fromEntries(
    Object.entries(JSON.parse(text) as Record<string, Schema>).map(([name, schema]) => [clean(name), schema]),
  );
}

const messageId = (direction: string, event: string): string => `${direction}.${event}`;

function clientMessages(events: Schema): Array<[string, object]> {
  return Object.entries(events.properties!).map(([event, schema]) => [
    messageId('client', event),
    {
      name: event,
      title: `${event} (client to server)`,
      payload: schema.properties!['in'],
      'x-ack': { oneOf: [ackOk(schema.properties!['out']!), ackRefused] },
    },
  ]);
}

const ackRefused = {
  type: 'object',
  required: ['ok', 'error'],
  additionalProperties: false,
  properties: { ok: { const: false }, error: { $ref: `${TARGET}Problem` } },
};
const ackOk = (data: Schema): object => ({
  type: 'object',
  required: ['ok', 'data'],
  additionalProperties: false,
  properties: { ok: { const: true }, data },
});

function serverMessages(events: Schema): Array<[string, object]> {
  return Object.entries(events.properties!).map(([event, payload]) => [
    messageId('server', event),
    { name: event, title: `${event} (server to client)`, payload },
  ]);
}

/** AsyncAPI 3, generated from `src/contract`. The committed copy is docs/asyncapi.json; a test fails when it drifts. */
export function asyncApiDocument(): { info: { version: string; [more: string]: unknown }; [more: string]: unknown } {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const { ClientEvents, ServerEvents, ...schemas } = cleanNames(contractSchemas());
  const toServer = clientMessages(ClientEvents!);
  const toClient = serverMessages(ServerEvents!);
  const refs = (messages: Array<[string, object]>): object[] =>
    messages.map(([id]) => ({ $ref: `#/channels/socket/messages/${id}` }));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Parley sockets',
      version,
      license: { name: 'Apache-2.0' },
      description:
        'Socket.IO 4, namespace /, WebSocket transport. The handshake carries `auth: { token, deviceId? }`. Every client event ' +
        'is answered through its ack with `{ok:true,data}` or `{ok:false,error}`; see `x-ack` of each message.',
    },
    defaultContentType: 'application/json',
    channels: {
      socket: {
        address: '/socket.io/',
        messages: Object.fromEntries(
          [...toServer, ...toClient].map(([id]) => [id, { $ref: `#/components/messages/${id}` }]),
        ),
      },
    },
    operations: {
      receive: { action: 'receive', channel: { $ref: '#/channels/socket' }, messages: refs(toServer) },
      send: { action: 'send', channel: { $ref: '#/channels/socket' }, messages: refs(toClient) },
    },
    components: { messages: Object.fromEntries([...toServer, ...toClient]), schemas },
  };
}

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import { audited } from '../../support/audit-lines.js';
import { freshDatabase } from '../../support/database.js';
import { type Operation, operations } from '../../support/rest-check.js';
import { startNode } from '../../support/start-node.js';
import { Client } from '../realtime/support/client.js';
import { type Actor, ACTORS, EVENTS, expected, ROUTES, type Rule, type Scene } from './access-policy.js';
import { nameOf } from './rest-samples.js';
import { SECRET, Stage } from './stage.js';
import { Stored } from './stored.js';

let node: RunningParley;
let stage: Stage;
let stored: Stored;
let cells = 0;

beforeAll(async () => {
  const { url } = await freshDatabase();
  // Only what answers requests: whatever a table gains was stored by one of them.
  const settings = { ROLES: 'http,realtime', SEND_PER_SECOND: '10000', SEND_BURST: '10000', LOG_LEVEL: 'info' };
  node = await startNode(url, settings);
  stage = await Stage.set(node.url);
  stored = await Stored.open(url);
}, 60_000);
afterAll(async () => {
  console.info(`${cells} cells of the matrix`);
  await stored?.close();
  await node?.close();
});

type Answer = { outcome: number | 'ok'; text: string };

/**
 * One row of the matrix: every actor's answer. The refused come first and share one scene, for each of them must leave
 * every table as it was; who may gets a scene that nobody has touched.
 */
async function row(rule: Rule, send: (actor: Actor, scene: Scene) => Promise<Answer>): Promise<void> {
  const mayBe = (actor: Actor) => expected(actor, rule) === 'ok';
  const refused = ACTORS.filter((actor) => !mayBe(actor));
  const place = await stage.place();
  const before = await digest();
  for (const actor of refused) {
    const { result, lines } = await audited(() => send(actor, { ...place, me: stage.me(actor) }));
    const { outcome, text } = result;
    expect([actor, outcome], text).toEqual([actor, expected(actor, rule)]);
    expect(text, actor).not.toContain(SECRET);
    // Who is turned away is written down once, and neither what he sent nor what he wanted.
    // What is nobody's is not refused to anybody.
    const written = text.includes('"platform.not_found"') ? 0 : 1;
    expect([actor, lines.length], JSON.stringify(lines)).toEqual([actor, written]);
    expect(JSON.stringify(lines)).not.toContain(SECRET);
    if (stage.token(actor)) expect(JSON.stringify(lines)).not.toContain(stage.token(actor));
    expect(await digest(), `${actor} was refused`).toEqual(before);
  }
  for (const actor of ACTORS.filter(mayBe)) {
    const { outcome, text } = await send(actor, { ...(await stage.place()), me: stage.me(actor) });
    expect([actor, outcome], text).toEqual([actor, 'ok']);
  }
  cells += ACTORS.length;
}

/** But for when somebody was last here, and for the refused sign-ins that an account's own log tells of. */
async function digest(): Promise<Record<string, string>> {
  const { last_seen: _, streams, entries, outbox, ...rest } = await stored.digest();
  return ignoresSignIns ? rest : { ...rest, streams: streams!, entries: entries!, outbox: outbox! };
}
let ignoresSignIns = false;

describe('B1 B2 B12 B13 C22 R15 every route', () => {
  it('is in the table', () => {
    expect(operations.map(nameOf).sort()).toEqual(Object.keys(ROUTES).sort());
  });

  it.each(operations.map((operation) => [nameOf(operation), operation] as const))('%s', async (name, operation) => {
    const rule = ROUTES[name]!;
    ignoresSignIns = name === 'POST /v1/auth/login';
    await row(rule, async (actor, scene) => {
      const path = pathOf(operation, rule, scene);
      const answer = await stage.rest.call(operation.method, path, {
        token: stage.token(actor),
        body: rule.body?.(scene),
      });
      // Signing out, in, on, or with another password ends what the actor was signed in with.
      if (answer.status < 300 && operation.method === 'POST' && operation.path.startsWith('/v1/auth/'))
        await stage.signInAgain(actor);
      return { outcome: answer.status < 300 ? 'ok' : answer.status, text: answer.text };
    });
    ignoresSignIns = false;
  });
});

function pathOf({ path }: Operation, rule: Rule, scene: Scene): string {
  const own = { id: scene.conversationId, conversationId: scene.conversationId, seq: String(scene.seq), emoji: '👍' };
  const values: Record<string, string> = { ...own, ...rule.path?.(scene) };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name]!));
  return rule.query ? `${filled}?${rule.query(scene)}` : filled;
}

describe('B2 B12 C22 R15 every client event', () => {
  it('is in the table', () => {
    const { components } = JSON.parse(readFileSync('docs/asyncapi.json', 'utf8')) as {
      components: { messages: Record<string, object> };
    };
    const names = Object.keys(components.messages).filter((name) => name.startsWith('client.'));
    expect(names.map((name) => name.slice('client.'.length)).sort()).toEqual(Object.keys(EVENTS).sort());
  });

  it.each(Object.entries(EVENTS))('%s', async (event, rule) => {
    await row(rule, async (actor, scene) => {
      const client = await Client.connect(node.url, stage.token(actor)).catch(
        (error: unknown) => error as Error & { data: { status: number } },
      );
      // Whom no token lets in has no socket to send on.
      if (client instanceof Error) return { outcome: client.data.status, text: JSON.stringify(client.data) };
      const ack = await client.ask(event, rule.body!(scene));
      client.close();
      return { outcome: ack.ok ? 'ok' : ack.error.status, text: JSON.stringify(ack) };
    });
  });

  it('C24 a role that is lowered while its holder is connected counts from then on', async () => {
    const { conversationId, seq } = await stage.place();
    const client = await Client.connect(node.url, stage.token('admin'));
    await stage.as('owner', 'PATCH', `/v1/conversations/${conversationId}/members/${stage.id('admin')}`, {
      role: 'member',
    });
    const ack = await client.ask('message.delete', { conversationId, seq });
    client.close();
    expect(ack).toMatchObject({ ok: false, error: { status: 403 } });
  });

  it.each(['stranger', 'ex-member', 'administrator'] as const)('a resume tells the %s nothing', async (actor) => {
    const { conversationId } = await stage.place();
    const client = await Client.connect(node.url, stage.token(actor));
    const ack = await client.ask('sync.resume', { epoch: null, userSeq: 0, conversations: { [conversationId]: 0 } });
    client.close();
    expect(JSON.stringify(ack)).not.toContain(SECRET);
    const told = ack.ok ? (ack.data['conversations'] as Record<string, { kind: string }>) : {};
    expect(told[conversationId]).toEqual({ kind: 'removed' });
    cells += 1;
  });
});

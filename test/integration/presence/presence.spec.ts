import { CommandBus } from '@nestjs/cqrs';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { Page, PresenceView, Problem, ServerEvents } from '../../../src/contract/index.js';
import { CreateGroup } from '../../../src/groups/use-cases/create-group.js';
import { RemoveMember } from '../../../src/groups/use-cases/remove-member.js';
import { Database } from '../../../src/platform/database/index.js';
import { Journal } from '../../../src/platform/journal/index.js';
import { newId } from '../../../src/shared/ids.js';
import { seedAccounts } from '../../support/accounts.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith, freshPrefix } from '../../support/parts.js';
import type { Client } from '../realtime/support/client.js';
import { type PresenceNode, startPresenceNode } from './node.js';

await describeWith(['postgres', 'redis'], 'presence and typing on two nodes', (_postgres, redis) => {
  let a: PresenceNode;
  let b: PresenceNode;
  const clients: Client[] = [];

  beforeAll(async () => {
    const { url } = await freshDatabase();
    const env = { REDIS_URL: redis, REDIS_PREFIX: freshPrefix() };
    [a, b] = await Promise.all([startPresenceNode(url, env), startPresenceNode(url, env)]);
  });
  afterEach(() => clients.splice(0).forEach((client) => client.close()));
  afterAll(() => Promise.all([a?.close(), b?.close()]));

  const people = (n: number) => seedAccounts(a.app.get(Database), a.app.get(Journal), n);
  const group = async (owner: string, ...userIds: string[]) =>
    (await a.app.get(CommandBus).execute(new CreateGroup(owner, 'Tea', userIds, 'joined'))).id;
  const connect = async (node: PresenceNode, userId: string, deviceId?: string) => {
    const client = await node.connect(userId, deviceId);
    clients.push(client);
    return client;
  };
  const frames = (client: Client, event: 'presence' | 'typing') => client.heard.filter((h) => h.event === event);
  const heardOf = (client: Client, userId: string) =>
    frames(client, 'presence')
      .flatMap((h) => (h.payload as unknown as ServerEvents['presence']).changes)
      .filter((change) => change.userId === userId)
      .map((change) => change.status);
  const typingHeard = (client: Client) =>
    frames(client, 'typing').map((h) => (h.payload as unknown as ServerEvents['typing']).typing);
  const get = async (client: Client, ...userIds: string[]) => {
    const ack = await client.ask('presence.get', { userIds });
    if (!ack.ok) throw new Error(ack.error.code);
    return (ack.data as unknown as { presence: PresenceView[] }).presence;
  };
  const soon = (check: () => unknown, timeout = 8_000) => vi.waitFor(check, { timeout, interval: 50 });

  it('is seen across nodes, merged over devices, and ends with the last device', async () => {
    const [ann, bob] = (await people(2)) as [string, string];
    await group(ann, bob);
    const viewer = await connect(a, ann);
    const desk = await connect(b, bob, 'bobs-desk');
    await soon(() => expect(heardOf(viewer, bob)).toEqual(['online']));
    const phone = await connect(a, bob, 'bobs-phone');
    expect(await desk.ask('presence.set', { status: 'away' })).toMatchObject({ ok: true });
    expect(await get(viewer, bob)).toEqual([{ userId: bob, status: 'online', lastSeenAt: null }]);
    expect(await phone.ask('presence.set', { status: 'away' })).toMatchObject({ ok: true });
    await soon(() => expect(heardOf(viewer, bob)).toEqual(['online', 'away']));
    expect(await phone.ask('presence.set', { status: 'online' })).toMatchObject({ ok: true });
    phone.close();
    await soon(() => expect(heardOf(viewer, bob).at(-1)).toBe('away'));
    desk.close();
    await soon(() => expect(heardOf(viewer, bob).at(-1)).toBe('offline'));
    const [view] = await get(viewer, bob);
    expect(view).toMatchObject({ userId: bob, status: 'offline' });
    expect(Math.abs(Date.parse(view!.lastSeenAt!) - Date.now())).toBeLessThan(30_000);
  });

  it('does not call a device gone that comes back at once', async () => {
    const [ann, bob, cem] = (await people(3)) as [string, string, string];
    await group(ann, bob, cem);
    const viewer = await connect(a, ann);
    const [first, other] = [await connect(a, bob, 'bobs-desk'), await connect(a, cem)];
    await soon(() => expect(heardOf(viewer, bob)).toEqual(['online']));
    first.close();
    await connect(b, bob, 'bobs-desk');
    other.close();
    // Both left the same node, bob first: when cem is gone, bob's grace is over too.
    await soon(() => expect(heardOf(viewer, cem)).toEqual(['online', 'offline']));
    expect(heardOf(viewer, bob)).toEqual(['online']);
    expect((await get(viewer, bob))[0]!.status).toBe('online');
  });

  it('is told once a second, each user once, however many conversations are shared', async () => {
    const [ann, bob, cem] = (await people(3)) as [string, string, string];
    for (let i = 0; i < 5; i++) await group(ann, bob, cem);
    const viewer = await connect(a, ann);
    await Promise.all([connect(b, bob), connect(a, cem)]);
    await soon(() => expect([...heardOf(viewer, bob), ...heardOf(viewer, cem)]).toEqual(['online', 'online']));
    for (const { payload } of frames(viewer, 'presence')) {
      const users = (payload as unknown as ServerEvents['presence']).changes.map((c) => c.userId);
      expect(new Set(users).size).toBe(users.length);
    }
    expect(frames(viewer, 'presence').length).toBeLessThanOrEqual(2);
  });

  it('is shown to nobody who shares no conversation, over socket and REST', async () => {
    const [ann, bob, eve] = (await people(3)) as [string, string, string];
    const id = await group(ann, bob, eve);
    await a.app.get(CommandBus).execute(new RemoveMember(ann, id, eve));
    const [spy, viewer] = [await connect(b, eve), await connect(a, ann)];
    await connect(b, bob);
    await soon(() => expect(heardOf(viewer, bob)).toEqual(['online']));
    expect(heardOf(spy, bob)).toEqual([]);
    expect(await get(spy, ann, bob, newId())).toEqual([]);
    expect((await get(spy, eve))[0]).toMatchObject({ userId: eve, status: 'online' });
    const rest = async <T>(userId: string, query: string) => {
      const headers = { authorization: `Bearer ${await a.token(userId)}` };
      const answer = await fetch(`${a.url}/v1/presence${query}`, { headers });
      return { status: answer.status, body: (await answer.json()) as T };
    };
    expect((await rest<Page<PresenceView>>(eve, `?userIds=${ann},${bob}`)).body).toEqual({ items: [] });
    expect((await rest<Page<PresenceView>>(ann, `?userIds=${bob}`)).body).toEqual({
      items: [{ userId: bob, status: 'online', lastSeenAt: null }],
    });
    for (const bad of [
      '',
      '?userIds=',
      '?userIds=x',
      `?userIds=${Array(201).fill(ann).join()}`,
      `?userIds=${ann}&all=1`,
    ])
      expect(await rest<Problem>(ann, bad), bad).toMatchObject({ status: 400, body: { code: 'platform.validation' } });
  });

  it('tells the others who types, lapses by itself, and ends with the socket', async () => {
    const [ann, bob] = (await people(2)) as [string, string];
    const conversationId = await group(ann, bob);
    const [viewer, typist] = [await connect(a, ann), await connect(b, bob)];
    expect(await typist.ask('typing.start', { conversationId })).toEqual({ ok: true, data: {} });
    await soon(() => expect(typingHeard(viewer)).toEqual([true]));
    const began = Date.now();
    await soon(() => expect(typingHeard(viewer)).toEqual([true, false]));
    expect(Date.now() - began).toBeLessThanOrEqual(6_500);
    await typist.ask('typing.start', { conversationId });
    await typist.ask('typing.stop', { conversationId });
    await soon(() => expect(typingHeard(viewer)).toEqual([true, false, true, false]));
    await typist.ask('typing.start', { conversationId });
    typist.close();
    await soon(() => expect(typingHeard(viewer).slice(4)).toEqual([true, false]));
    expect(typingHeard(typist)).toEqual([]);
  });

  it('C22 refuses typing in a conversation one does not belong to, and malformed bodies', async () => {
    const [ann, bob, ex] = (await people(3)) as [string, string, string];
    const conversationId = await group(ann, bob, ex);
    const [viewer, spy] = [await connect(a, ann), await connect(b, ex)];
    await a.app.get(CommandBus).execute(new RemoveMember(ann, conversationId, ex));
    for (const event of ['typing.start', 'typing.stop'])
      for (const id of [conversationId, newId()])
        expect(await spy.ask(event, { conversationId: id })).toMatchObject({
          ok: false,
          error: { code: 'presence.conversation_not_found', status: 404 },
        });
    const bad: Array<[string, unknown]> = [
      ['typing.start', {}],
      ['typing.start', { conversationId, userId: ann }],
      ['presence.set', { status: 'offline' }],
      ['presence.set', { status: 'online', userId: ann }],
      ['presence.get', { userIds: ann }],
      ['presence.get', { userIds: Array(201).fill(ann) }],
    ];
    for (const [event, body] of bad)
      expect(await viewer.ask(event, body)).toMatchObject({ ok: false, error: { code: 'platform.validation' } });
    expect(typingHeard(viewer)).toEqual([]);
  });
});

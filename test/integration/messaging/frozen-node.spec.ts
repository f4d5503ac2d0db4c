import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { type ParleyNode, startParleyNode } from '../../../scripts/parts/parley-node.js';
import { tempFolder } from '../../../scripts/parts/temp-folder.js';
import type { Ack, ConversationView, MessagePage, SendResult } from '../../../src/contract/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith, freshPrefix } from '../../support/parts.js';
import { IdentityClient, type SignedIn } from '../identity/identity-client.js';
import { Client } from '../realtime/support/client.js';

/** Longer than a node may have stood still without anybody having given it up. */
const FROZEN_MS = 6_000;

await describeWith(['postgres', 'redis'], 'a node that was frozen', (_postgres, redis) => {
  let frozen: ParleyNode;
  let other: ParleyNode;
  let rest: IdentityClient;

  beforeAll(async () => {
    const built = await fetch(`${inject('partsUrl')}/build`);
    if (!built.ok) throw new Error(await built.text());
    const settings = { DATABASE_URL: (await freshDatabase()).url, REDIS_URL: redis, REDIS_PREFIX: freshPrefix() };
    other = await startParleyNode({ name: 'other', dir: tempFolder('frozen'), settings });
    frozen = await startParleyNode({ name: 'frozen', dir: tempFolder('frozen'), settings });
    rest = new IdentityClient(other.url);
  }, 300_000);
  afterAll(async () => {
    await frozen?.kill('SIGCONT');
    await Promise.all([frozen?.stop(), other?.stop()]);
  });

  it(
    'does not store what it was sent before, whose repeat another node has refused since',
    { timeout: 120_000 },
    async () => {
      const [ann, bob] = [await rest.account('ann'), await rest.account('bob')];
      const as = async <T>({ accessToken: token }: SignedIn, method: string, path: string, body?: unknown) =>
        rest.call<T>(method, path, { token, body });
      const group = { kind: 'group', title: 'Tea', userIds: [bob.user.id] };
      const { id: conversationId } = (await as<ConversationView>(ann, 'POST', '/v1/conversations', group)).body;
      const messages = `/v1/conversations/${conversationId}/messages`;
      const members = `/v1/conversations/${conversationId}/members`;
      const socket = await Client.connect(frozen.url, bob.accessToken);
      const send = (message: object) =>
        new Promise<Ack<SendResult>>((resolve) =>
          socket.socket.emit('message.send', { conversationId, ...message }, resolve),
        );
      const [bySocket, byRest] = ['by socket', 'by REST'].map((body) => ({ clientMessageId: newId(), body }));

      await frozen.kill('SIGSTOP');
      const since = performance.now();
      const socketAnswer = send(bySocket!);
      const restAnswer = new IdentityClient(frozen.url).call('POST', messages, {
        token: bob.accessToken,
        body: byRest,
      });
      expect((await as(ann, 'DELETE', `${members}/${bob.user.id}`)).status).toBe(204);
      for (const message of [bySocket, byRest]) expect((await as(bob, 'POST', messages, message)).status).toBe(404);
      expect((await as(ann, 'POST', members, { userIds: [bob.user.id] })).status).toBeLessThan(300);
      // How long it stands still is what this is about: there is nothing else to wait for.
      await delay(since + FROZEN_MS - performance.now());
      await frozen.kill('SIGCONT');

      const refused = { code: 'platform.unavailable', status: 503 };
      expect(await socketAnswer).toMatchObject({ ok: false, error: refused });
      expect((await restAnswer).body).toMatchObject(refused);
      const stored = async () =>
        (await as<MessagePage>(ann, 'GET', messages)).body.messages.map((message) => message.body);
      expect(await stored()).toEqual([]);
      await vi.waitFor(async () => expect((await send(bySocket!)).ok).toBe(true), { timeout: 15_000, interval: 200 });
      expect(await stored()).toEqual(['by socket']);
      socket.close();
    },
  );
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import { FaultProxy } from '../../faults/proxy/fault-proxy.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient } from '../identity/identity-client.js';

/** As long as what a node knows of revoked sessions may be out of date, and a little. */
const STALE_MS = 5_500;

await describeWith('postgres', 'a node that is cut from the database', () => {
  let proxy: FaultProxy;
  let nodes: RunningParley[];

  beforeAll(async () => {
    const { url } = await freshDatabase();
    proxy = await FaultProxy.start({ target: Number(new URL(url).port) });
    nodes = await Promise.all([startNode(url), startNode(proxy.via(url))]);
  });
  afterAll(async () => {
    proxy.heal();
    await Promise.all(nodes.map((node) => node.close()));
    await proxy.stop();
  });

  it('A13 lets nobody in who signed out elsewhere meanwhile, and tells nobody else that he is signed out', async () => {
    const [whole, cut] = nodes.map((node) => new IdentityClient(node.url)) as [IdentityClient, IdentityClient];
    const [gone, stays] = [await whole.account('goes'), await whole.account('stays')];
    const asks = async (token: string) => (await cut.call('GET', '/v1/users/me', { token })).status;
    expect([await asks(gone.accessToken), await asks(stays.accessToken)]).toEqual([200, 200]);

    const since = performance.now();
    proxy.cutOff();
    await whole.call('POST', '/v1/auth/logout', { token: gone.accessToken });
    const answers = new Set<number>();
    while (performance.now() - since < STALE_MS) answers.add(await asks(stays.accessToken));
    answers.add(await asks(stays.accessToken));
    expect([...answers]).toEqual([503]);

    proxy.heal();
    let answer: number;
    do answer = await asks(gone.accessToken);
    while (answer === 503);
    expect(answer).toBe(401);
    expect(await asks(stays.accessToken)).toBe(200);
  });
});

import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import type { Page, SessionView, SignInView, TokensView } from '../../../src/contract/index.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient, PASSWORD, refused } from './identity-client.js';

/** A revoked session is off every node within 5 s. */
const REVOKED_WITHIN = { timeout: 5_000, interval: 50 };

let database: pg.Client;
let nodes: RunningParley[];
let here: IdentityClient;
let there: IdentityClient;
let admin: TokensView;

beforeAll(async () => {
  const { url } = await freshDatabase();
  database = new pg.Client({ connectionString: url });
  await database.connect();
  nodes = await Promise.all([startNode(url), startNode(url)]);
  [here, there] = nodes.map((node) => new IdentityClient(node.url)) as [IdentityClient, IdentityClient];
  admin = await here.account('the-administrator');
});
afterAll(async () => {
  await database.end();
  await Promise.all(nodes.map((node) => node.close()));
});

const INVALID = [401, 'identity.invalid_refresh_token'];
const offEverywhere = (token: string) =>
  vi.waitFor(async () => {
    expect(await here.admits(token)).toBe(false);
    expect(await there.admits(token)).toBe(false);
  }, REVOKED_WITHIN);
/** Makes the last rotation of a session older than it is, as if time had passed. */
const age = (sessionId: string, seconds: number) =>
  database.query(`UPDATE sessions SET rotated_at = rotated_at - make_interval(secs => $2) WHERE id = $1`, [
    sessionId,
    seconds,
  ]);

describe('refreshing', () => {
  it('gives the next token and an access token of the same session, on any node', async () => {
    const first = await here.account('rotating');
    const second = (await there.refresh(first.refreshToken)).body;
    expect(second.sessionId).toBe(first.sessionId);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(await here.admits(second.accessToken)).toBe(true);
    const third = await here.refresh(second.refreshToken);
    expect(third.status).toBe(200);
  });

  it('A12 answers 20 refreshes at once, on two nodes, with one successor', async () => {
    const first = await here.account('parallel');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? here : there).refresh(first.refreshToken)),
    );
    expect(answers.map((a) => a.status)).toEqual(Array(20).fill(200));
    const successors = new Set(answers.map((a) => a.body.refreshToken));
    expect(successors.size).toBe(1);
    expect((await here.refresh([...successors][0]!)).status).toBe(200);
  });

  it('A12 answers a lost answer again within 10 s', async () => {
    const first = await here.account('lost-answer');
    const second = (await here.refresh(first.refreshToken)).body;
    await age(first.sessionId, 8);
    const again = (await there.refresh(first.refreshToken)).body;
    expect(again.refreshToken).toBe(second.refreshToken);
    expect((await here.refresh(again.refreshToken)).status).toBe(200);
  });

  it.each([
    ['the replaced token after 10 s', 1, 11],
    ['an older token at once', 2, 0],
  ])('A11 %s ends the whole family on every node', async (_, rotations, seconds) => {
    const first = await here.account(`stolen-${rotations}`);
    let newest = first;
    for (let i = 0; i < rotations; i++) newest = (await here.refresh(newest.refreshToken)).body;
    expect(await there.admits(newest.accessToken)).toBe(true);
    await age(first.sessionId, seconds);

    expect(await refused(there.refresh(first.refreshToken))).toEqual(INVALID);
    expect(await refused(here.refresh(newest.refreshToken))).toEqual(INVALID);
    await offEverywhere(newest.accessToken);
    const { rows } = await database.query(`SELECT type, payload FROM entries WHERE actor_id = $1 ORDER BY seq`, [
      first.user.id,
    ]);
    expect(rows.slice(1)).toEqual([
      { type: 'identity.signed-out.v1', payload: { sessionId: first.sessionId } },
      { type: 'identity.sign-in-refused.v1', payload: { reason: 'refresh_token_reused' } },
    ]);
    // Another session of the same account is another family.
    expect((await here.login(first.user.username)).status).toBe(200);
  });

  it('takes nothing else for a refresh token, and a forged one ends nothing', async () => {
    const own = await here.account('forged');
    const forged = Buffer.concat([Buffer.from(own.sessionId.replaceAll('-', ''), 'hex'), Buffer.alloc(48, 7)]).toString(
      'base64url',
    );
    for (const token of [
      `prt_${forged}`,
      own.accessToken.slice(0, 200),
      '',
      'prt_',
      `${own.refreshToken.slice(0, -1)}!`,
    ]) {
      expect(await refused(here.refresh(token))).toEqual(INVALID);
    }
    expect((await here.refresh(own.refreshToken)).status).toBe(200);
  });

  it('is over for a session that was not used for 30 days', async () => {
    const own = await here.account('long-away');
    await database.query(
      `UPDATE sessions SET last_seen_at = last_seen_at - interval '30 days 1 second' WHERE id = $1`,
      [own.sessionId],
    );
    expect(await refused(here.refresh(own.refreshToken))).toEqual(INVALID);
    const fresh = (await here.login('long-away')).body;
    const listed = await here.call<SessionView[]>('GET', '/v1/auth/sessions', { token: fresh.accessToken });
    expect(listed.body.map((s) => s.id)).toEqual([fresh.sessionId]);
  });

  it('stores no token, plain or as it is sent', async () => {
    const own = await here.account('nothing-plain');
    const next = (await here.refresh(own.refreshToken)).body.refreshToken;
    const { rows } = await database.query(
      `SELECT encode(token_hash, 'base64') AS a, encode(previous_hash, 'base64') AS b FROM sessions WHERE id = $1`,
      [own.sessionId],
    );
    const secret = (token: string) => Buffer.from(token.slice(4), 'base64url').subarray(16, 48).toString('base64');
    expect([rows[0].a, rows[0].b]).not.toContain(secret(next));
    expect([rows[0].a, rows[0].b]).not.toContain(secret(own.refreshToken));
  });
});

describe('ending sessions', () => {
  it('A13 signs out: access and refresh token fail at once here, and everywhere within 5 s', async () => {
    const own = await here.account('leaving');
    expect((await here.call('POST', '/v1/auth/logout', { token: own.accessToken })).status).toBe(204);
    expect(await here.admits(own.accessToken)).toBe(false);
    expect(await refused(there.refresh(own.refreshToken))).toEqual(INVALID);
    await offEverywhere(own.accessToken);
  });

  it("lists the live ones, and ends another but nobody else's", async () => {
    const phone = await here.account('two-devices');
    const laptop = (await here.login('two-devices', PASSWORD, { device: 'laptop' })).body;
    const stranger = await here.account('session-thief');
    const list = async () =>
      (await here.call<SessionView[]>('GET', '/v1/auth/sessions', { token: laptop.accessToken })).body;
    expect((await list()).map((s) => [s.id, s.current])).toEqual(
      expect.arrayContaining([
        [laptop.sessionId, true],
        [phone.sessionId, false],
      ]),
    );
    expect(Object.keys((await list())[0]!).sort()).toEqual(['createdAt', 'current', 'device', 'id', 'lastSeenAt']);

    const end = (token: string, id: string) => here.call('DELETE', `/v1/auth/sessions/${id}`, { token });
    expect(await refused(end(stranger.accessToken, phone.sessionId))).toEqual([404, 'identity.session_not_found']);
    expect(await refused(end(stranger.accessToken, stranger.user.id))).toEqual([404, 'identity.session_not_found']);
    expect(await refused(end(laptop.accessToken, 'x'))).toEqual([400, 'platform.validation']);
    expect(await there.admits(phone.accessToken)).toBe(true);

    expect((await end(laptop.accessToken, phone.sessionId)).status).toBe(204);
    expect(await refused(end(laptop.accessToken, phone.sessionId))).toEqual([404, 'identity.session_not_found']);
    await offEverywhere(phone.accessToken);
    expect((await list()).map((s) => s.id)).toEqual([laptop.sessionId]);
    expect(await there.admits(laptop.accessToken)).toBe(true);
  });

  it('A15 A23 changes the password only with the current one, and keeps only the session it came from', async () => {
    const other = await here.account('new-password');
    const current = (await here.login('new-password')).body;
    const change = (body: object, token = current.accessToken) =>
      here.call('POST', '/v1/auth/password', { token, body });
    const NEXT = 'a wholly different phrase 7';

    expect(await refused(change({ currentPassword: 'wrong', newPassword: NEXT }))).toEqual([
      403,
      'identity.wrong_password',
    ]);
    expect(await refused(change({ newPassword: NEXT }))).toEqual([400, 'platform.validation']);
    expect(await refused(change({ currentPassword: PASSWORD, newPassword: 'qwertyuiop' }))).toEqual([
      400,
      'identity.weak_password',
    ]);
    expect((await here.login('new-password', NEXT)).status).toBe(401);
    expect(await here.admits(other.accessToken)).toBe(true);

    expect((await change({ currentPassword: PASSWORD, newPassword: NEXT })).status).toBe(204);
    await offEverywhere(other.accessToken);
    expect(await refused(here.refresh(other.refreshToken))).toEqual(INVALID);
    expect(await there.admits(current.accessToken)).toBe(true);
    expect((await here.refresh(current.refreshToken)).status).toBe(200);
    expect((await here.login('new-password', PASSWORD)).status).toBe(401);
    expect((await there.login('new-password', NEXT)).status).toBe(200);
  });

  it('A16 disables an account: every session ends, nobody signs in, until it is enabled', async () => {
    const own = await here.account('to-be-disabled');
    const more = (await there.login('to-be-disabled')).body;
    const call = (method: string, token: string) => here.call(method, `/v1/users/${own.user.id}/disabled`, { token });
    expect(await refused(call('PUT', more.accessToken))).toEqual([403, 'platform.forbidden']);

    expect((await call('PUT', admin.accessToken)).status).toBe(204);
    expect((await call('PUT', admin.accessToken)).status).toBe(204);
    await offEverywhere(own.accessToken);
    await offEverywhere(more.accessToken);
    expect(await refused(here.refresh(own.refreshToken))).toEqual(INVALID);
    expect(await refused(there.login('to-be-disabled'))).toEqual([403, 'identity.account_disabled']);
    expect(await refused(there.login('to-be-disabled', 'wrong one'))).toEqual([401, 'identity.invalid_credentials']);
    const seen = await here.call<{ disabled: boolean }>('GET', `/v1/users/${own.user.id}`, {
      token: admin.accessToken,
    });
    expect(seen.body.disabled).toBe(true);

    expect((await call('DELETE', admin.accessToken)).status).toBe(204);
    expect(await here.admits(own.accessToken)).toBe(false);
    expect((await here.login('to-be-disabled')).status).toBe(200);
  });

  it('lets the administrator shut neither themself nor nobody', async () => {
    const put = (id: string) => here.call('PUT', `/v1/users/${id}/disabled`, { token: admin.accessToken });
    expect(await refused(put(admin.user.id))).toEqual([409, 'identity.own_account']);
    expect(await refused(put(admin.sessionId))).toEqual([404, 'identity.user_not_found']);
  });

  it('R14 keeps at most 50 open sessions an account: one more ends the one unused for longest', async () => {
    const first = await here.account('many-devices');
    for (let i = 0; i < 50; i++) expect((await here.login('many-devices')).status).toBe(200);
    expect(await here.admits(first.accessToken)).toBe(false);
    const { rows } = await database.query(
      'SELECT count(*)::int AS n FROM sessions WHERE account_id = $1 AND ended_at IS NULL',
      [first.user.id],
    );
    expect(rows).toEqual([{ n: 50 }]);
  });
});

describe('the sign-in history', () => {
  it("has everything of one's own log, newest first, page by page, and nothing of others", async () => {
    const own = await here.account('historian');
    await here.login('historian', 'wrong');
    const second = (await here.login('historian', PASSWORD, { device: 'library' })).body;
    await here.call('POST', '/v1/auth/logout', { token: second.accessToken });
    const page = (query = '') =>
      here.call<Page<SignInView>>('GET', `/v1/auth/sign-ins${query}`, { token: own.accessToken });
    const kinds = ['signed-out', 'signed-in', 'refused', 'signed-in'];
    await vi.waitFor(async () => expect((await page()).body.items.map((i) => i.kind)).toEqual(kinds), {
      timeout: 10_000,
      interval: 100,
    });

    const { items } = (await page()).body;
    expect(items[1]).toMatchObject({ sessionId: second.sessionId, device: 'library', reason: null });
    expect(items[2]).toMatchObject({ sessionId: null, reason: 'wrong_password' });
    const pages = [];
    for (let cursor = ''; ;) {
      const { body } = await page(`?limit=3${cursor && `&cursor=${cursor}`}`);
      pages.push(body.items);
      if (!body.nextCursor) break;
      cursor = body.nextCursor;
    }
    expect(pages.map((p) => p.length)).toEqual([3, 1]);
    expect(pages.flat()).toEqual(items);
    for (const bad of ['xx', 'WyJhIl0', 'WzEsMl0', '%00']) {
      expect(await refused(page(`?cursor=${bad}`) as never)).toEqual([400, 'identity.invalid_cursor']);
    }
  });
});

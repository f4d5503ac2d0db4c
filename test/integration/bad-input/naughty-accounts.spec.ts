import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import type { SessionView } from '../../../src/contract/index.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient, PASSWORD } from '../identity/identity-client.js';
import { ACCOUNTS } from './naughty-fields.js';
import { MANY, NaughtyRun, outcome } from './naughty-run.js';

let node: RunningParley;
let rest: IdentityClient;
const run = new NaughtyRun();
/** The fields are those of the list, so that none is misspelt. */
const each = (field: (typeof ACCOUNTS)[number], ...rest: Rest) => run.each(field, ...rest);
type Rest = Parameters<NaughtyRun['each']> extends [string, ...infer R] ? R : never;

beforeAll(async () => {
  node = await startNode((await freshDatabase()).url, { ROLES: 'http' });
  rest = new IdentityClient(node.url);
  await rest.account('bob');
}, 60_000);
afterAll(async () => {
  console.info(run.inWords());
  await node?.close();
});

/** What a name is shown as: one line, in its normal form, without what turns the writing round. */
function expectClean(shown: string): void {
  expect(shown).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
  expect(shown).toBe(shown.normalize('NFC').trim());
}
const deviceOf = async (token: string) => {
  const { body } = await rest.call<SessionView[]>('GET', '/v1/auth/sessions', { token });
  return body.find((session) => session.current)!.device;
};

// Before there are accounts of such names.
describe('D1 D2 D3 D18 naughty strings let nobody in', MANY, () => {
  it('as the name to sign in with', () =>
    each('POST /v1/auth/login body.username', async (name) => outcome(await rest.login(name)), {
      also: [401],
      taken: 'none',
    }));

  it('as the password to sign in with', () =>
    each('POST /v1/auth/login body.password', async (password) => outcome(await rest.login('bob', password)), {
      also: [401],
      taken: 'none',
    }));

  it('as a refresh token', () =>
    each('POST /v1/auth/refresh body.refreshToken', async (token) => outcome(await rest.refresh(token)), {
      also: [401],
      taken: 'none',
    }));

  it('as the refresh token of a session that signs in again, where one that is none says nothing', () =>
    each('POST /v1/auth/login body.refreshToken', async (refreshToken) =>
      outcome(await rest.login('bob', PASSWORD, { refreshToken })),
    ));

  it('as the current password', async () => {
    const { accessToken: token } = await rest.account('carl');
    const body = { newPassword: `${PASSWORD} and more` };
    await each(
      'POST /v1/auth/password body.currentPassword',
      async (currentPassword) =>
        outcome(await rest.call('POST', '/v1/auth/password', { token, body: { ...body, currentPassword } })),
      { also: [403], taken: 'none' },
    );
    expect((await rest.login('carl')).status).toBe(200);
  });
});

describe(
  'D1 D2 D3 D10 D18 naughty strings are what an account is made of, exactly or cleaned, or are refused with 400',
  MANY,
  () => {
    it('as a new password, which is then the one that signs in', async () => {
      // One for each at a time, for only who is signed in with the password of now can change it.
      const free = await Promise.all(
        Array.from({ length: 6 }, async (_, i) => {
          const { accessToken: token } = await rest.account(`dora${i}`);
          return { username: `dora${i}`, token, password: PASSWORD };
        }),
      );
      await each('POST /v1/auth/password body.newPassword', async (text) => {
        const account = free.pop()!;
        const { username, token, password: currentPassword } = account;
        const newPassword = `Xq7!${text}`;
        const changed = await rest.call('POST', '/v1/auth/password', { token, body: { currentPassword, newPassword } });
        if (changed.status < 300) {
          account.password = newPassword;
          expect((await rest.login(username, newPassword)).status).toBe(200);
        }
        free.push(account);
        return outcome(changed);
      });
    });

    it('as a password, which then signs in exactly', () =>
      each('POST /v1/auth/register body.password', async (text, i) => {
        const [username, password] = [`u${i}`, `Xq7!${text}`];
        const made = await rest.register(username, password);
        if (made.status >= 300) return made;
        const again = await rest.login(username, password);
        expect([again.status, again.body.user]).toEqual([200, made.body.user]);
        expect((await rest.login(username, `${password}x`)).status).toBe(401);
        return undefined;
      }));

    it('as a username', () =>
      each(
        'POST /v1/auth/register body.username',
        async (username) => {
          const made = await rest.register(username);
          if (made.status >= 300) return made;
          const again = await rest.login(username);
          expect([again.status, again.body.user]).toEqual([200, made.body.user]);
          return undefined;
        },
        // The name is taken, by a twin among these.
        { also: [409] },
      ));

    it('as the name of a device that signs up', () =>
      each('POST /v1/auth/register body.device', async (device, i) => {
        const made = await rest.register(`d${i}`, PASSWORD, { device });
        if (made.status < 300) expectClean(await deviceOf(made.body.accessToken));
        return outcome(made);
      }));

    it('as the name of a device that signs in', () =>
      each('POST /v1/auth/login body.device', async (device) => {
        const made = await rest.login('bob', PASSWORD, { device });
        if (made.status < 300) expectClean(await deviceOf(made.body.accessToken));
        return outcome(made);
      }));

    it('as the display name of a new account', () =>
      each('POST /v1/auth/register body.displayName', async (displayName, i) => {
        const made = await rest.register(`n${i}`, PASSWORD, { displayName });
        if (made.status < 300) expectClean(made.body.user.displayName);
        return outcome(made);
      }));

    it('through every field of the list', () => expect(run.fields.sort()).toEqual([...ACCOUNTS].sort()));
  },
);

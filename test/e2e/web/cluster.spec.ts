import { expect, it } from 'vitest';
import { Balancer } from '../../../scripts/parts/balancer.js';
import type { ParleyNode } from '../../../scripts/parts/parley-node.js';
import type { Stack } from '../../../scripts/parts/stack.js';
import type { MessagePage } from '../../../src/contract/index.js';
import { startTestStack } from '../../support/stack.js';
import { composer, say, timeline } from './support/talk.js';
import type { Person } from './support/person.js';
import { type Deployment, describeInBrowser } from './support/web.js';

// A whole deployment and two browsers on a machine that may be busy: a limit for what hangs.
const LONG_MS = 240_000;
const EACH = 20;

let stack: Stack;
const ways: Balancer[] = [];

/** Two nodes, and a way in for each of two people: his own node for as long as it is there, else the other. */
async function twoNodes(): Promise<Deployment> {
  stack = await startTestStack({
    nodes: 2,
    settings: { REQUESTS_PER_MINUTE: '100000', SIGN_INS_PER_MINUTE: '100000', ARGON2_MEMORY_KIB: '64' },
  });
  for (const own of stack.nodes) {
    const backends = stack.nodes.map(({ port }) => ({
      host: '127.0.0.1',
      port,
      health: { path: '/health/ready' },
      backup: port !== own.port,
    }));
    ways.push(await Balancer.start({ backends }));
  }
  const close = async () => {
    await Promise.all(ways.map((way) => way.stop()));
    await stack.stop();
  };
  return { url: stack.url, database: stack.postgres.url, close };
}

async function socketsOf({ metricsUrl }: ParleyNode): Promise<number> {
  const metrics = await (await fetch(metricsUrl)).text();
  return Number(/^parley_realtime_connections(?:\{.*\})? (\d+)/m.exec(metrics)![1]);
}

/** What is evaluated in the page finds it there; Node has none. */
declare const MutationObserver: new (act: () => void) => { observe: (target: unknown, options: object) => void };

/** What this page's indicator said from now on, in its order. */
async function watchIndicator({ page }: Person): Promise<() => Promise<string[]>> {
  const body = page.locator('body');
  await body.evaluate((element) => {
    const said: string[] = [];
    const look = () => {
      const now = element.querySelector('[aria-label^="Connection: "]')?.getAttribute('aria-label');
      if (now && now !== said.at(-1)) said.push(now);
    };
    look();
    new MutationObserver(look).observe(element, { attributes: true, childList: true, subtree: true });
    Object.assign(element, { said });
  });
  return () => body.evaluate((element) => (element as unknown as { said: string[] }).said);
}

const texts = (person: Person): Promise<string[]> => timeline(person).locator('li p').allTextContents();

await describeInBrowser(
  'two people on two nodes',
  (web) => {
    it(
      'go on talking when one node is killed with -9: nothing missing, nothing twice, and each is told the truth',
      async () => {
        const [first, second] = stack.nodes as [ParleyNode, ParleyNode];
        const ann = await web.person('Ann Arbor', { server: ways[0]!.url });
        const bob = await web.person('Bob Bristol', { server: ways[1]!.url });
        const { id } = await ann.post<{ id: string }>('/v1/conversations', { kind: 'direct', userId: bob.userId });
        for (const person of [ann, bob]) {
          await person.page.goto(`/c/${id}`);
          await composer(person).waitFor();
          await person.live();
        }
        await expect.poll(async () => [await socketsOf(first), await socketsOf(second)]).toEqual([1, 1]);
        const annWasTold = await watchIndicator(ann);
        const bobWasTold = await watchIndicator(bob);
        ann.expectProblem(/ERR_|WebSocket/);

        let killed: Promise<void> | undefined;
        const write = async (person: Person, name: string) => {
          for (let at = 1; at <= EACH; at += 1) {
            await say(person, `${name} ${at}`);
            if (person === ann && at === EACH / 4) killed = first.kill('SIGKILL');
          }
        };
        await Promise.all([write(ann, 'Ann'), write(bob, 'Bob')]);
        await killed;
        expect(first.alive).toBe(false);

        const everything = ['Ann', 'Bob'].flatMap((name) =>
          Array.from({ length: EACH }, (_, at) => `${name} ${at + 1}`),
        );
        for (const person of [ann, bob]) {
          await expect
            .poll(async () => (await texts(person)).sort(), { timeout: 60_000 })
            .toEqual([...everything].sort());
        }
        await ann.live();
        await expect.poll(() => socketsOf(second)).toBe(2);

        // One order for everybody, in it each one's own, and it is what the server has.
        const seen = await texts(bob);
        await expect.poll(() => texts(ann)).toEqual(seen);
        for (const name of ['Ann', 'Bob'])
          expect(seen.filter((text) => text.startsWith(name))).toEqual(
            everything.filter((text) => text.startsWith(name)),
          );
        expect(
          (await bob.get<MessagePage>(`/v1/conversations/${id}/messages`)).messages.map(({ body }) => body),
        ).toEqual(seen);

        const told = await annWasTold();
        expect(told[0]).toBe('Connection: Live');
        expect(told.length).toBeGreaterThan(2);
        expect(told.at(-1)).toBe('Connection: Live');
        // Nothing happened to Bob's node.
        expect(await bobWasTold()).toEqual(['Connection: Live']);

        await ann.page.reload();
        await ann.live();
        await expect.poll(() => texts(ann)).toEqual(seen);
      },
      LONG_MS,
    );
  },
  twoNodes,
);

import { ParleyError, type ParleyClient } from '../../sdk/index.js';
import { Cast } from './cast.js';
import { compare, type Line } from './compare.js';
import { type DeliveryWatch, Listener, type Post } from './listener.js';
import { parseLog } from './log-line.js';
import { historyOf } from './node-history.js';
import { type Gate, Pace, speedFor } from './pace.js';
import { patiently } from './patience.js';
import { People } from './people.js';
import { type Plan, planOf, type Step } from './plan.js';
import { quantiles, type Report } from './report.js';

export interface ReplayOptions {
  /** Every node's own address: clients spread over them, and each is asked for its history. */
  urls: readonly string[];
  /** Times the log's own speed; `Infinity`: as fast as the server answers. */
  speed: number;
  /** With it the whole log takes this long, whatever it took in life; `speed` is then not looked at. */
  seconds?: number;
  /** Holds the log back; the time it does so is not counted as the log's. */
  gate?: Gate;
  /** Listeners that may move from node to node. */
  listeners: number;
  /** One further listener per node, that knows no other: while its node is down it waits. */
  pinned?: boolean;
  watch?: DeliveryWatch;
  /** Speakers connected at the same time. */
  speakers?: number;
  /** Told after every account and every step. */
  progress?: (done: number, total: number, what: string) => void;
  /** How long the listeners may take to have everything after the last line. */
  settleMs?: number;
}

/** Lives one log through the client library and says what differs anywhere. */
export async function replay(name: string, text: string, options: ReplayOptions): Promise<Report> {
  const plan = planOf(parseLog(text));
  const run = new Run(name, plan, options);
  try {
    await run.prepare();
    await run.play();
    return await run.check();
  } finally {
    run.close();
  }
}

class Run {
  private readonly cast: Cast;
  private readonly people: People;
  private readonly listeners: Listener[] = [];
  private readonly sent: Line[] = [];
  private readonly refused: Report['refused'] = [];
  private readonly ackMs: number[] = [];
  private owner!: ParleyClient;
  private conversationId = '';
  private lastSeq = 0;
  private seconds = 0;

  constructor(
    private readonly name: string,
    private readonly plan: Plan,
    private readonly options: ReplayOptions,
  ) {
    this.cast = new Cast(options.urls);
    this.people = new People(this.cast, options.speakers ?? 100);
  }

  async prepare(): Promise<void> {
    this.owner = await this.cast.signUp('replay', false);
    const { id } = await patiently(() =>
      this.owner.api.conversations.group({ title: this.name.slice(0, 120), historyVisibility: 'shared' }),
    );
    this.conversationId = id;
    const posts = this.posts();
    const total = this.plan.people.length + posts.length;
    let done = 0;
    const each = () => this.options.progress?.(++done, total, 'accounts');
    await this.people.signUp(this.plan.people, each);
    for (const post of posts) {
      const client = await this.cast.signUp(post.who, true, post.only);
      await patiently(() => this.owner.api.conversations.addMembers(id, [client.user.get()!.id]));
      this.listeners.push(await Listener.begin(post, client, id, this.options.watch));
      each();
    }
  }

  private posts(): Post[] {
    const { urls, listeners, pinned } = this.options;
    const roaming = Array.from({ length: listeners }, (_, i) => ({ who: `listener ${i + 1}` }));
    return [...(pinned ? urls.map((only) => ({ who: `listener at ${only}`, only })) : []), ...roaming];
  }

  async play(): Promise<void> {
    const began = performance.now();
    const { steps } = this.plan;
    const { seconds, speed, gate } = this.options;
    const pace = new Pace(steps, seconds === undefined ? speed : speedFor(steps, seconds), gate);
    for (const [index, step] of steps.entries()) {
      await pace.until(index);
      await this.live(step);
      this.options.progress?.(index + 1, steps.length, 'lines');
    }
    this.seconds = (performance.now() - began) / 1000;
  }

  async check(): Promise<Report> {
    const { plan } = this;
    const said = plan.steps.filter((step) => step.kind === 'say').length;
    return {
      log: this.name,
      conversationId: this.conversationId,
      accounts: this.people.count,
      lines: said,
      acked: this.sent.length,
      refused: this.refused,
      others: plan.others,
      joins: plan.steps.filter((step) => step.kind === 'join').length,
      departures: plan.steps.filter((step) => step.kind === 'leave').length,
      seconds: this.seconds,
      ackMs: quantiles(this.ackMs),
      seenBy: [...(await this.byNodes()), ...(await this.byListeners())],
    };
  }

  close(): void {
    this.people.close();
    this.owner?.close();
    for (const listener of this.listeners) listener.close();
  }

  private async live(step: Step): Promise<void> {
    if (step.kind === 'say') return this.say(step);
    const userId = this.people.id(step.person);
    if (step.kind === 'join') {
      await patiently(() => this.owner.api.conversations.addMembers(this.conversationId, [userId]));
    } else {
      await this.leave(step.person);
    }
  }

  private async leave(person: number): Promise<void> {
    try {
      await patiently(() => this.people.client(person).api.conversations.leave(this.conversationId));
    } catch (error) {
      // The answer to an earlier try was lost: gone is gone.
      if (!(error instanceof ParleyError) || error.status !== 404) throw error;
    }
  }

  private async say({ person, body, line }: Extract<Step, { kind: 'say' }>): Promise<void> {
    const began = performance.now();
    const { message, sent } = this.people.speaker(person).send(this.conversationId, body);
    this.options.watch?.sent(message.clientMessageId);
    try {
      this.lastSeq = (await sent).seq;
      this.options.watch?.acked(message.clientMessageId);
      this.ackMs.push(performance.now() - began);
      this.sent.push({ clientMessageId: message.clientMessageId, authorId: this.people.id(person), body });
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error;
      this.refused.push({ line, code: error.code, detail: error.errors?.[0]?.detail ?? error.message });
      this.people.client(person).timeline(this.conversationId).discard(message.clientMessageId);
    }
  }

  private async byNodes(): Promise<Report['seenBy']> {
    const seen: Report['seenBy'] = [];
    for (const url of this.options.urls) {
      const lines = await historyOf(url, this.owner, this.conversationId);
      seen.push({ who: `node ${url}`, lines: lines.length, difference: compare(this.sent, lines) });
    }
    return seen;
  }

  private async byListeners(): Promise<Report['seenBy']> {
    const seen: Report['seenBy'] = [];
    for (const listener of this.listeners) {
      await listener.reached(this.lastSeq, this.options.settleMs ?? 60_000);
      const { heard, resets } = listener;
      const { who } = listener.post;
      // What a reset skipped was never told one by one; the timeline has it, and is compared whole.
      const told = new Set(heard.map(({ clientMessageId }) => clientMessageId));
      const expected = resets > 0 ? this.sent.filter(({ clientMessageId }) => told.has(clientMessageId)) : this.sent;
      seen.push({ who: `${who} heard`, lines: heard.length, resets, difference: compare(expected, heard) });
      const shown = await listener.shown();
      seen.push({ who: `${who} shown`, lines: shown.length, resets, difference: compare(this.sent, shown) });
    }
    return seen;
  }
}

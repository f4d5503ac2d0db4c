import { type Entry, type SeenEntry, seenEntry, type SeenResume } from '../history/index.js';
import type { Planted } from './bugs.js';
import type { Random } from './random.js';
import type { Recorder, Running } from './recorder.js';
import type { NaiveServer } from './server.js';
import type { Group, Row } from './state.js';
import type { Timetable } from './timetable.js';

export interface Surroundings {
  time: Timetable;
  random: Random;
  recorder: Recorder;
  server: NaiveServer;
  planted: Planted;
  /** The epoch that lines need not name. */
  firstEpoch: string;
  /** Who is shown online, told when a link goes up or down. */
  linked: (device: NaiveDevice, up: boolean) => void;
}

/** One device: asks for what it missed when its link opens, and shows each entry once and in order, as the library does. */
export class NaiveDevice {
  up = false;
  ended = false;
  socket = 0;
  node = 0;
  /** Conversation to the last number shown. */
  readonly applied = new Map<string, number>();
  epoch: string | null = null;
  private opening = 0;

  constructor(
    readonly name: string,
    readonly userId: string,
    readonly session: string,
    private readonly around: Surroundings,
  ) {
    around.recorder.see(name, 'begin', { session });
  }

  /** Named only after a restore. */
  get named(): string | undefined {
    return this.epoch === null || this.epoch === this.around.firstEpoch ? undefined : this.epoch;
  }

  open(node: number): void {
    if (this.up || this.ended) return;
    const { time, random, recorder } = this.around;
    const opening = ++this.opening;
    this.node = node;
    this.socket += 1;
    const args = { epoch: this.epoch, userSeq: 0, conversations: Object.fromEntries(this.applied) };
    const [process, session] = [this.name.split('/')[0]!, this.session];
    const by = { process, device: this.name, session, socket: this.socket, node: `node-${node + 1}` };
    const call = recorder.invoke('resume', args, by);
    time.after(random.between(1, 20), () => {
      if (this.opening !== opening) return;
      const answer = this.resumeAnswer(args);
      time.after(random.between(1, 20), () => this.opened(opening, call, answer));
    });
    this.running = call;
  }

  private running: Running | null = null;

  close(reason: string): void {
    this.opening += 1;
    if (this.running) this.around.recorder.info(this.running);
    this.running = null;
    if (!this.up) return;
    this.up = false;
    this.around.recorder.see(this.name, 'down', { reason });
    this.around.linked(this, false);
  }

  end(): void {
    this.close('session_revoked');
    if (!this.ended) this.around.recorder.see(this.name, 'end', {});
    this.ended = true;
  }

  /** Shows what it may see and has not shown: up to the entry that ends its membership, and on from a later joining. */
  pull(id: string): void {
    const { server, recorder, planted, random } = this.around;
    const group = server.state.groups.get(id);
    if (!this.up || !group) return;
    for (const entry of server.stream(id).entries) {
      const joined = group.members.get(this.userId);
      if (!this.applied.has(id)) {
        if (joined === undefined) return;
        this.applied.set(id, joined - 1);
      }
      if (entry.seq <= this.applied.get(id)!) continue;
      if (random.chance(0.1)) recorder.see(this.name, 'frame', { conversationId: id, ...digest(entry) }, this.named);
      this.show(id, digest(entry));
      this.applied.set(id, entry.seq);
      if (ends(entry, this.userId) && !planted.bites('deliver-to-removed')) this.gone(id);
    }
  }

  show(conversationId: string, entry: SeenEntry): void {
    this.around.recorder.see(this.name, 'shown', { conversationId, ...entry }, this.named);
  }

  private gone(id: string): void {
    this.applied.delete(id);
    this.around.recorder.see(this.name, 'removed', { conversationId: id }, this.named);
  }

  private opened(opening: number, call: Running<'resume'>, answer: ReturnType<NaiveDevice['resumeAnswer']>): void {
    if (this.opening !== opening) return;
    const { recorder } = this.around;
    this.running = null;
    recorder.ok(call, answer);
    if (this.epoch !== null && this.epoch !== answer.epoch) {
      this.applied.clear();
      this.epoch = answer.epoch;
      recorder.see(this.name, 'epoch-changed', { epoch: answer.epoch }, this.named);
    }
    this.epoch = answer.epoch;
    for (const [id, told] of Object.entries(answer.conversations)) this.accept(id, told);
    this.up = true;
    recorder.see(this.name, 'up', { node: `node-${this.node + 1}`, session: this.session });
    this.around.linked(this, true);
    for (const id of this.around.server.state.groups.keys()) this.pull(id);
  }

  private accept(id: string, told: SeenResume): void {
    if (told.kind === 'removed') return this.gone(id);
    if (told.kind === 'range') for (const entry of told.events) this.show(id, entry);
    else this.around.recorder.see(this.name, 'skipped', { conversationId: id, headSeq: told.headSeq }, this.named);
    this.applied.set(id, told.headSeq);
  }

  private resumeAnswer({
    epoch,
    conversations: known,
  }: {
    epoch: string | null;
    conversations: Record<string, number>;
  }) {
    const { server } = this.around;
    const conversations: Record<string, SeenResume> = {};
    for (const id of Object.keys(known)) conversations[id] = { kind: 'removed' };
    for (const group of server.groupsOf(this.userId)) {
      const asked = epoch === server.state.epoch ? known[group.id] : undefined;
      conversations[group.id] = this.stands(group, asked);
    }
    return { epoch: server.state.epoch, userHead: 0, conversations };
  }

  private stands(group: Group, asked: number | undefined): SeenResume {
    const { server, planted } = this.around;
    const { lastSeq: headSeq, entries } = server.stream(group.id);
    const unread = { ...server.unread(this.userId, group.id), atSeq: headSeq };
    const standing = { headSeq, unread, cursor: server.cursor(this.userId, group.id) };
    const from = server.readableFrom(group, this.userId);
    if (asked === undefined || asked < from - 1 || headSeq - asked > 40 || asked > headSeq) {
      return { kind: 'reset', ...standing };
    }
    let events = entries.filter(({ seq }) => seq > asked).map(digest);
    if (events.length > 2 && planted.bites('resume-hole')) events = events.filter((_, i) => i !== 1);
    return { kind: 'range', ...standing, events };
  }
}

export const digest = (row: Row): SeenEntry => seenEntry(row as unknown as Entry);

/** Whether the entry ends this user's membership. */
const ends = ({ type, data }: Row, userId: string): boolean =>
  (type === 'groups.member-removed.v1' || type === 'groups.member-left.v1') &&
  (data as { userId: string }).userId === userId;

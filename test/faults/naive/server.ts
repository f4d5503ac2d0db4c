import type {
  ConversationEntries,
  ConversationEntryType,
  CursorView,
  MessageView,
  UserEntries,
} from '../../../src/contract/index.js';
import type { Planted } from './bugs.js';
import type { Random } from './random.js';
import { NaiveRelay } from './relay.js';
import { type Group, Refusal, REFUSED, type Row, type State, type Stream } from './state.js';

/**
 * A chat server as plainly as it can be written: one copy of the state, every change one step. Nothing in it can go wrong by
 * itself, so what the checker finds in its histories is a fault of the checker, or was planted.
 */
export class NaiveServer {
  state: State;
  /** Told of each entry of a conversation's log once it is committed. */
  committed: (entry: Row) => void = () => undefined;
  readonly relay: NaiveRelay;
  private readonly reserved = new Map<string, number>();

  constructor(
    private readonly random: Random,
    readonly names: ReadonlyMap<string, string>,
    readonly planted: Planted,
  ) {
    const [streams, groups, cursors, notices] = [new Map(), new Map(), new Map(), new Map()];
    this.state = { epoch: random.id(), streams, groups, cursors, notices, records: [] };
    this.relay = new NaiveRelay(() => this.state.records, planted);
  }

  create(userId: string, userIds: readonly string[], kind: 'direct' | 'group', shared = false): string {
    const id = this.random.id();
    const members = [...new Set([userId, ...userIds])].map((member) => ({
      userId: member,
      role: member === userId && kind === 'group' ? ('owner' as const) : ('member' as const),
    }));
    this.state.groups.set(id, { id, direct: kind === 'direct', shared, members: new Map(), messages: new Map() });
    const title = kind === 'group' ? 'a group' : null;
    const historyVisibility = shared ? 'shared' : 'joined';
    const entry = this.append(id, 'groups.conversation-created.v1', userId, {
      kind,
      title,
      historyVisibility,
      members,
    });
    for (const member of members) this.joined(id, member.userId, entry.seq, userId);
    return id;
  }

  send(userId: string, conversationId: string, clientMessageId: string, body: string): { id: string; seq: number } {
    const first = [...(this.state.groups.get(conversationId)?.messages.values() ?? [])].find(
      (m) => m.authorId === userId && m.clientMessageId === clientMessageId,
    );
    if (first && !this.planted.bites('duplicate-on-retry')) {
      if (this.sentBody(conversationId, first.seq) !== body) throw REFUSED.conflict();
      return { id: first.id, seq: first.seq };
    }
    const group = this.member(conversationId, userId);
    const mentions = [...group.members.keys()].filter(
      (id) => id !== userId && body.includes(`@${this.names.get(id)} `),
    );
    const data = { messageId: this.random.id(), clientMessageId, body, replyToSeq: null, mentions, mentionsAll: false };
    const { seq, at } = this.append(conversationId, 'messaging.message-sent.v1', userId, data);
    const state = { sentAt: at, editedAt: null, version: 1, deletedAt: null, reactions: [] };
    group.messages.set(seq, { ...data, ...state, conversationId, id: data.messageId, seq, authorId: userId });
    this.notify(group, seq, userId, mentions);
    return { id: data.messageId, seq };
  }

  edit(userId: string, conversationId: string, seq: number, body: string): { version: number } {
    const message = this.message(conversationId, userId, seq);
    if (message.authorId !== userId) throw REFUSED.author();
    if (message.deletedAt !== null) throw REFUSED.deleted();
    const version = message.version + 1;
    if (this.planted.bites('lose-edit', 0.5)) return { version };
    const change = { version, body, mentions: [] as string[], mentionsAll: false };
    this.append(conversationId, 'messaging.message-edited.v1', userId, {
      targetSeq: seq,
      messageId: message.id,
      ...change,
    });
    Object.assign(message, change, { editedAt: '' });
    this.withdraw(conversationId, seq, seq, (kind) => kind === 'mention');
    return { version };
  }

  delete(userId: string, conversationId: string, seq: number): void {
    const message = this.message(conversationId, userId, seq);
    if (message.authorId !== userId) throw new Refusal('messaging.may_not_delete', 403);
    if (message.deletedAt !== null) return;
    const data = { targetSeq: seq, messageId: message.id };
    this.append(conversationId, 'messaging.message-deleted.v1', userId, data);
    this.withdraw(conversationId, seq, seq);
    Object.assign(message, { body: null, mentions: [], mentionsAll: false, reactions: [], deletedAt: '' });
    for (const entry of this.stream(conversationId).entries) {
      const of = (entry.data as { targetSeq?: number }).targetSeq ?? entry.seq;
      if (of !== seq || !('body' in entry.data)) continue;
      entry.data = { ...entry.data, body: null, mentions: [], mentionsAll: false };
    }
  }

  react(userId: string, conversationId: string, seq: number, emoji: string, on: boolean): void {
    const message = this.message(conversationId, userId, seq);
    if (on && message.deletedAt !== null) throw REFUSED.deleted();
    const users = message.reactions.find((r) => r.emoji === emoji)?.userIds ?? [];
    if (users.includes(userId) === on) return;
    const type = on ? 'messaging.reaction-added.v1' : 'messaging.reaction-removed.v1';
    this.append(conversationId, type, userId, { targetSeq: seq, emoji });
    const userIds = on ? [...users, userId] : users.filter((id) => id !== userId);
    message.reactions = [...message.reactions.filter((r) => r.emoji !== emoji), { emoji, userIds }];
    message.reactions = message.reactions.filter((r) => r.userIds.length > 0);
  }

  move(userId: string, conversationId: string, to: Partial<CursorView>): CursorView {
    const joined = this.member(conversationId, userId).members.get(userId)!;
    if (Math.max(to.readSeq ?? 0, to.deliveredSeq ?? 0) > this.stream(conversationId).lastSeq) throw REFUSED.head();
    const was = this.cursor(userId, conversationId);
    const readSeq = Math.max(was.readSeq, to.readSeq ?? 0, joined);
    let now = { deliveredSeq: Math.max(was.deliveredSeq, to.deliveredSeq ?? 0, readSeq), readSeq };
    const back = to.readSeq !== undefined && to.readSeq < was.readSeq && to.readSeq >= joined;
    if (back && this.planted.bites('cursor-goes-back')) now = { ...now, readSeq: to.readSeq! };
    if (now.readSeq === was.readSeq && now.deliveredSeq === was.deliveredSeq) return now;
    this.state.cursors.set(`${userId} ${conversationId}`, now);
    this.append(userId, 'messaging.cursor-moved.v1', userId, { conversationId, ...now }, 'user');
    return now;
  }

  add(userId: string, conversationId: string, userIds: readonly string[]): void {
    const { members } = this.group(conversationId, userId);
    for (const added of userIds) {
      if (members.has(added)) continue;
      const { seq } = this.append(conversationId, 'groups.member-added.v1', userId, { userId: added, role: 'member' });
      this.joined(conversationId, added, seq, userId);
    }
  }

  /** Removes somebody, or leaves where it is himself. */
  remove(userId: string, conversationId: string, removed: string): void {
    const { members } = this.group(conversationId, userId);
    if (!members.has(removed)) throw new Refusal('groups.no_such_member', 404);
    // One who was there from the beginning stays, so that somebody may read the whole log in the end, as owners do.
    const first = [...members].filter(([, from]) => from === 1);
    if (first.length === 1 && first[0]![0] === removed) throw new Refusal('groups.last_owner', 409);
    if (this.planted.bites('lose-removal')) return;
    const type = removed === userId ? 'groups.member-left.v1' : 'groups.member-removed.v1';
    const { seq } = this.append(conversationId, type, userId, { userId: removed });
    members.delete(removed);
    this.append(removed, 'groups.removed.v1', userId, { conversationId, conversationSeq: seq }, 'user');
    this.state.notices.set(
      removed,
      this.noticesOf(removed).filter((n) => n.conversationId !== conversationId),
    );
  }

  title(userId: string, conversationId: string, title: string): void {
    this.group(conversationId, userId);
    this.append(conversationId, 'groups.title-changed.v1', userId, { title });
  }

  cursor(userId: string, conversationId: string): CursorView {
    const joined = this.state.groups.get(conversationId)?.members.get(userId) ?? 0;
    const { deliveredSeq, readSeq } = this.state.cursors.get(`${userId} ${conversationId}`) ?? {
      deliveredSeq: 0,
      readSeq: 0,
    };
    return { deliveredSeq: Math.max(deliveredSeq, joined), readSeq: Math.max(readSeq, joined) };
  }

  unread(userId: string, conversationId: string): { messages: number; mentions: number } {
    const { readSeq } = this.cursor(userId, conversationId);
    const messages = [...this.state.groups.get(conversationId)!.messages.values()].filter(
      (m) => m.seq > readSeq && m.authorId !== userId && m.deletedAt === null,
    );
    const off = messages.length > 0 && this.planted.bites('unread-off-by-one') ? 1 : 0;
    return { messages: messages.length + off, mentions: messages.filter((m) => m.mentions.includes(userId)).length };
  }

  groupsOf(userId: string): Group[] {
    return [...this.state.groups.values()].filter(({ members }) => members.has(userId));
  }

  /** The first number this member may read. */
  readableFrom({ shared, members }: Group, userId: string): number {
    const joined = members.get(userId) ?? Infinity;
    return shared && joined !== Infinity ? 1 : joined;
  }

  noticesOf(userId: string) {
    return this.state.notices.get(userId) ?? [];
  }

  stream(id: string, kind: Stream['kind'] = 'conversation'): Stream {
    let stream = this.state.streams.get(id);
    if (!stream) this.state.streams.set(id, (stream = { id, kind, lastSeq: 0, aclVersion: 0, entries: [] }));
    return stream;
  }

  private append<T extends ConversationEntryType | keyof UserEntries>(
    streamId: string,
    type: T,
    actorId: string,
    data: T extends ConversationEntryType
      ? ConversationEntries[T]
      : T extends keyof UserEntries
        ? UserEntries[T]
        : never,
    kind: Stream['kind'] = 'conversation',
  ): Row {
    const stream = this.stream(streamId, kind);
    if (type.startsWith('groups.') && kind === 'conversation') stream.aclVersion += 1;
    const seq = this.number(stream, type);
    const at = new Date(seq * 1000).toISOString();
    const row: Row = {
      streamId,
      seq,
      eventId: this.random.id(),
      type,
      actorId,
      aclVersion: stream.aclVersion,
      at,
      data,
    };
    stream.entries.push(row);
    stream.entries.sort((a, b) => a.seq - b.seq);
    stream.lastSeq = Math.max(stream.lastSeq, seq);
    this.relay.publish(row);
    if (kind === 'conversation') this.committed(row);
    return row;
  }

  private number(stream: Stream, type: string): number {
    const reserved = this.reserved.get(stream.id);
    if (reserved !== undefined) {
      this.reserved.delete(stream.id);
      return reserved;
    }
    const next = stream.lastSeq + 1;
    if (type !== 'messaging.message-sent.v1') return next;
    if (this.planted.bites('skip-number', 0.2)) return next + 1;
    if (!this.planted.bites('swap-numbers', 0.2)) return next;
    this.reserved.set(stream.id, next);
    return next + 1;
  }

  private joined(conversationId: string, userId: string, seq: number, actorId: string): void {
    const group = this.state.groups.get(conversationId)!;
    group.members.set(userId, seq);
    this.append(userId, 'groups.joined.v1', actorId, { conversationId, conversationSeq: seq }, 'user');
    if (!group.direct && userId !== actorId) this.notice(userId, { conversationId, seq, kind: 'invitation', actorId });
  }

  private notify(group: Group, seq: number, actorId: string, mentions: string[]): void {
    const told = group.direct ? [...group.members.keys()].filter((id) => id !== actorId) : mentions;
    const kind = group.direct ? 'direct' : 'mention';
    for (const userId of told) this.notice(userId, { conversationId: group.id, seq, kind, actorId });
  }

  private notice(userId: string, about: Omit<ReturnType<NaiveServer['noticesOf']>[number], 'id'>): void {
    this.state.notices.set(userId, [...this.noticesOf(userId), { id: this.random.id(), ...about }]);
  }

  private withdraw(id: string, from: number, to: number, which: (kind: string) => boolean = () => true): void {
    for (const [userId, list] of this.state.notices) {
      const stays = list.filter((n) => n.conversationId !== id || n.seq < from || n.seq > to || !which(n.kind));
      this.state.notices.set(userId, stays);
    }
  }

  private sentBody(conversationId: string, seq: number): string | null {
    const entry = this.stream(conversationId).entries.find((e) => e.seq === seq)!;
    return (entry.data as { body: string | null }).body;
  }

  private member(conversationId: string, userId: string): Group {
    const group = this.state.groups.get(conversationId);
    if (!group?.members.has(userId)) throw REFUSED.conversation();
    return group;
  }

  private group(conversationId: string, userId: string): Group {
    const group = this.member(conversationId, userId);
    if (group.direct) throw new Refusal('groups.direct_is_fixed', 409);
    return group;
  }

  private message(conversationId: string, userId: string, seq: number): MessageView {
    const group = this.member(conversationId, userId);
    const message = seq >= this.readableFrom(group, userId) ? group.messages.get(seq) : undefined;
    if (!message) throw REFUSED.message();
    return message;
  }
}

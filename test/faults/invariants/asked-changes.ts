import type { OpName } from '../history/index.js';
import { type Call, listIn } from '../model/history.js';
import type { LogEntry } from '../model/log.js';
import type { Conversation } from '../model/model.js';
import type { Send } from '../model/sends.js';
import { type Finding, looked, nameOf, short, type Tally, type World } from './invariant.js';

type OfConversation = 'add' | 'remove' | 'leave' | 'role' | 'title';
type OfMessage = 'edit' | 'delete' | 'react' | 'unreact';
type Change = { [O in OfConversation | OfMessage]: Call<O> }[OfConversation | OfMessage];

const OF_CONVERSATION: readonly OfConversation[] = ['add', 'remove', 'leave', 'role', 'title'];
const ALL: ReadonlyArray<OfConversation | OfMessage> = [...OF_CONVERSATION, 'edit', 'delete', 'react', 'unreact'];

/** Kinds of changes that every run has some of. */
export const CHANGES = ['edits', 'deletes', 'reactions', 'membership changes'] as const;

/** Of which kind a call is. Roles and titles change too rarely for a short run to be sure of them: they count in the whole alone. */
export const PART_OF = {
  ...{ edit: CHANGES[0], delete: CHANGES[1], react: CHANGES[2], unreact: CHANGES[2] },
  ...{ add: CHANGES[3], remove: CHANGES[3], leave: CHANGES[3], role: null, title: null },
} as const satisfies Record<OfConversation | OfMessage, (typeof CHANGES)[number] | null>;

const changes = ({ history }: World, ops: readonly OpName[]): Change[] =>
  ops.flatMap((op) => history.of(op)) as Change[];

/** What a call asks for, in the words in which `said` tells what an entry did: one for each entry it may make. */
function asked({ op, userId: actor, args }: Change): string[] {
  switch (op) {
    case 'add':
      return args.userIds.map((userId) => `${actor} adds ${userId}`);
    case 'remove':
      return [args.userId === actor ? `${actor} leaves` : `${actor} removes ${args.userId}`];
    case 'leave':
      return [`${actor} leaves`];
    case 'role':
      return [`${actor} makes ${args.userId} ${args.role}`];
    case 'title':
      return [`${actor} names it ${args.title}`];
    // Its text, which a delete takes away, is held against the calls by I4.
    case 'edit':
      return [`${actor} edits ${args.seq}`];
    case 'delete':
      return [`${actor} deletes ${args.seq}`];
    default:
      return [`${actor} ${op}s ${args.emoji} ${args.seq}`];
  }
}

/** Null: messages have sends (I1), and a conversation that is made is in no log before. */
function said({ type, actorId: actor, data }: LogEntry): string | null {
  switch (type) {
    case 'groups.member-added.v1':
      return `${actor} adds ${data.userId}`;
    case 'groups.member-removed.v1':
      return `${actor} removes ${data.userId}`;
    case 'groups.member-left.v1':
      return `${actor} leaves`;
    case 'groups.role-changed.v1':
      return `${actor} makes ${data.userId} ${data.role}`;
    case 'groups.title-changed.v1':
      return `${actor} names it ${data.title}`;
    case 'messaging.message-edited.v1':
      return `${actor} edits ${data.targetSeq}`;
    case 'messaging.message-deleted.v1':
      return `${actor} deletes ${data.targetSeq}`;
    case 'messaging.reaction-added.v1':
      return `${actor} reacts ${data.emoji} ${data.targetSeq}`;
    case 'messaging.reaction-removed.v1':
      return `${actor} unreacts ${data.emoji} ${data.targetSeq}`;
    default:
      return null;
  }
}

/** No change stands more often than calls asked for it that were not refused. */
export function* changesUnasked(world: World, tally: Tally): Iterable<Finding> {
  const calls = new Map<string, Change[]>();
  for (const call of changes(world, ALL)) {
    for (const what of asked(call)) listIn(calls, `${call.args.conversationId} ${what}`).push(call);
  }
  for (const { id: conversationId, log } of world.model.conversations.values()) {
    const times = new Map<string, number>();
    for (const entry of log.entries) {
      const what = said(entry);
      if (what === null) continue;
      tally.looked += 1;
      const own = calls.get(`${conversationId} ${what}`) ?? [];
      const refused = own.filter(({ outcome }) => outcome === 'fail');
      times.set(what, (times.get(what) ?? 0) + 1);
      if (times.get(what)! <= own.length - refused.length) continue;
      const { seq, type, actorId: userId } = entry;
      const how = refused.length > 0 ? 'was refused' : 'never asked for';
      yield {
        anomaly: refused.length > 0 ? 'aborted read' : 'phantom',
        says: `${nameOf(world, userId)} ${how} what stands as ${type} ${seq} of ${short(conversationId)}`,
        ...{ conversationId, userId, numbers: { seq } },
        focus: { conversationId, seqs: [seq], calls: own },
      };
    }
  }
}

/** What was acked of members, roles and titles is in the log, or was so already. */
export function* ackedChanges(world: World, tally: Tally): Iterable<Finding> {
  const sends = new Map<string, Send[]>();
  for (const send of world.model.sends.values()) if (send.fate === 'did') listIn(sends, send.conversationId).push(send);
  for (const call of changes(world, OF_CONVERSATION)) {
    const conversation = world.model.conversations.get(call.args.conversationId);
    if (call.outcome !== 'ok' || !conversation) continue;
    const part = PART_OF[call.op];
    if (part) looked(tally, part);
    else tally.looked += 1;
    const span = spanOf(call, sends.get(conversation.id) ?? []);
    if (asked(call).every((what, i) => holds(conversation, call, what, i, span))) continue;
    const where = `${short(conversation.id)}, after number ${span.after}${span.upTo < Infinity ? ` and up to ${span.upTo}` : ''}`;
    const seqs = [span.after, span.upTo].filter((seq) => seq < Infinity);
    yield {
      anomaly: 'lost update',
      says: `${nameOf(world, call.userId)} was told that ${call.op} is done in ${where}, and it is not so`,
      ...{ conversationId: conversation.id, userId: call.userId, numbers: { after: span.after } },
      focus: { conversationId: conversation.id, seqs, calls: [call] },
    };
  }
}

interface Span {
  after: number;
  upTo: number;
}

/** Where in the log a call happened: after all that was acked before it began, before all that was begun after its end. */
function spanOf(call: Change, sends: readonly Send[]): Span {
  const span = { after: 0, upTo: Infinity };
  for (const { ackedAt, invokedAt, acks } of sends) {
    if (ackedAt < call.invokedAt) span.after = Math.max(span.after, acks[0]!.seq);
    if (invokedAt > call.completedAt) span.upTo = Math.min(span.upTo, acks[0]!.seq - 1);
  }
  return span;
}

/** Whether `what`, the `i`-th thing that the call asks for, happened in the span. Who is no member cannot be removed: that has to be an entry. */
function holds({ log }: Conversation, call: Change, what: string, i: number, { after, upTo }: Span): boolean {
  const state = stateOf(call, i);
  let so = false;
  for (const entry of log.entries) {
    if (entry.seq > upTo) break;
    if (entry.seq > after && (so || said(entry) === what)) return true;
    so = state?.(entry) ?? so;
  }
  return so;
}

/** Whether an entry makes it so as the call wants it, or otherwise; null: it has nothing to do with it. */
function stateOf(call: Change, i: number): ((entry: LogEntry) => boolean | null) | null {
  if (call.op === 'title') {
    return ({ type, data }) =>
      type === 'groups.conversation-created.v1' || type === 'groups.title-changed.v1'
        ? data.title === call.args.title
        : null;
  }
  if (call.op !== 'add' && call.op !== 'role') return null;
  const userId = call.op === 'add' ? call.args.userIds[i]! : call.args.userId;
  const wanted = call.op === 'add' ? null : call.args.role;
  return ({ type, data }) => {
    if (type === 'groups.conversation-created.v1')
      return data.members.some((one) => one.userId === userId && (wanted ?? one.role) === one.role);
    if (!('userId' in data) || data.userId !== userId) return null;
    return 'role' in data && (wanted ?? data.role) === data.role;
  };
}

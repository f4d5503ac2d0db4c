import type { SeenMessage } from '../history/index.js';
import type { Call } from '../model/history.js';
import type { Conversation } from '../model/model.js';
import { ackedChanges, changesUnasked, CHANGES, PART_OF } from './asked-changes.js';
import {
  type Finding,
  type Focus,
  type Invariant,
  looked,
  nameOf,
  short,
  type Tally,
  type World,
} from './invariant.js';

export const I14: Invariant = {
  id: 'I14',
  sentence:
    'What was acked of edits, deletes, reactions, members, roles and titles stands, and nothing else does; everybody ends with the same fold; deleted content is nowhere',
  unit: 'changes and messages compared',
  parts: CHANGES,
  *check(world, tally) {
    if (!world.model.complete) return;
    yield* shown(world, tally);
    yield* ackedEdits(world, tally);
    yield* ackedDeletes(world, tally);
    yield* ackedReactions(world, tally);
    yield* ackedChanges(world, tally);
    yield* changesUnasked(world, tally);
    yield* deletedText(world, tally);
  },
};

/** Timelines of live devices (I10 names the others) and histories of nodes, message by message, against the fold. */
function* shown(world: World, tally: Tally): Iterable<Finding> {
  const { history, model } = world;
  const liveAtEnd = new Set(history.finals('device').map(({ device, result }) => (result.live ? device : undefined)));
  const views = [
    ...history
      .finals('timeline')
      .map((line) => ({ ...line.result, who: line.device!, live: liveAtEnd.has(line.device), line })),
    ...history.finals('history').map((line) => ({ ...line.result, who: line.result.node, live: true, line })),
  ];
  for (const { who, live, conversationId, messages, line } of views) {
    const conversation = model.conversations.get(conversationId);
    // Who left keeps what he had, as it then was.
    const reader = line.op === 'history' ? line.result.userId : history.userOf(who);
    if (!live || !conversation?.membership.current(reader)) continue;
    for (const message of messages) {
      tally.looked += 1;
      const what = difference(conversation, message);
      if (what === null) continue;
      const wrong = what === 'text that was deleted' ? 'resurrected delete' : 'lost update';
      const says = `${who} ends with ${what} in message ${message.seq} of ${short(conversationId)}`;
      const target = { conversationId, seq: message.seq };
      yield finding(wrong, says, target, {
        ...about(world, target),
        lines: [{ ...line, result: only(line.result, message) } as typeof line],
      });
    }
  }
}

/** A line that lists a whole history, cut down to the one message it is about. */
const only = <R extends object>(result: R, message: SeenMessage): R => ({ ...result, messages: [message] });

function difference(conversation: Conversation, shown: SeenMessage): string | null {
  const wanted = conversation.shown.get(shown.seq);
  if (!wanted) return 'what is no message';
  if (wanted.deleted && (!shown.deleted || shown.text !== null)) return 'text that was deleted';
  if (!wanted.deleted && shown.deleted) return 'a delete that nobody made';
  if (wanted.version !== shown.version) return `version ${shown.version} instead of ${wanted.version}`;
  if (wanted.text !== shown.text) return 'another text';
  if (wanted.reactions.join() !== shown.reactions.join()) {
    return `${shown.reactions.length} reactions, of which the log has ${wanted.reactions.length}`;
  }
  return wanted.id === shown.id && wanted.authorId === shown.authorId ? null : 'another id or author';
}

function* ackedEdits(world: World, tally: Tally): Iterable<Finding> {
  for (const call of acked(world, 'edit')) {
    looked(tally, PART_OF.edit);
    const { conversationId, seq, body } = call.args;
    const log = world.model.conversations.get(conversationId)?.log;
    const { version } = call.result!;
    const entry = log?.entries.find((e) =>
      version === 1
        ? e.type === 'messaging.message-sent.v1' && e.seq === seq
        : e.type === 'messaging.message-edited.v1' && e.data.targetSeq === seq && e.data.version === version,
    );
    const stored = entry && (entry.data as { body: string | null }).body;
    if (entry && (stored === null || stored === body)) continue;
    const how = entry ? 'another edit has this version' : 'it is not in the log';
    yield lost(world, call, `edited message ${seq} of ${short(conversationId)} to version ${version}, and ${how}`);
  }
}

function* ackedDeletes(world: World, tally: Tally): Iterable<Finding> {
  for (const call of acked(world, 'delete')) {
    looked(tally, PART_OF.delete);
    const { conversationId, seq } = call.args;
    const folded = world.model.conversations.get(conversationId)?.messages.get(seq);
    if (folded && !folded.deleted)
      yield lost(world, call, `deleted message ${seq} of ${short(conversationId)}, and it stands`);
  }
}

/** Acked reactions stand, and taken-back ones do not, unless the same user said otherwise at the same time or later. */
function* ackedReactions(world: World, tally: Tally): Iterable<Finding> {
  const both = [...acked(world, 'react'), ...acked(world, 'unreact')];
  const all = [...world.history.of('react'), ...world.history.of('unreact')];
  const key = ({ args, userId }: Call<'react' | 'unreact'>) =>
    `${args.conversationId} ${args.seq} ${args.emoji} ${userId}`;
  const opposite = new Map<string, number>();
  for (const call of all) {
    if (call.outcome === 'fail') continue;
    const k = `${call.op} ${key(call)}`;
    opposite.set(k, Math.max(call.completedAt, opposite.get(k) ?? 0));
  }
  for (const call of both) {
    looked(tally, PART_OF.react);
    const { conversationId, seq, emoji } = call.args;
    const folded = world.model.conversations.get(conversationId)?.messages.get(seq);
    const other = opposite.get(`${call.op === 'react' ? 'unreact' : 'react'} ${key(call)}`) ?? -1;
    if (!folded || folded.deleted || other >= call.invokedAt) continue;
    if (folded.reactions.has(`${emoji} ${call.userId}`) === (call.op === 'react')) continue;
    const how = call.op === 'react' ? 'put a reaction on' : 'took a reaction back from';
    yield lost(world, call, `${how} message ${seq} of ${short(conversationId)}, and it is not so`);
  }
}

/** Kafka keeps its records, as the guarantees say; everywhere else a deleted text must be gone. */
function* deletedText(world: World, tally: Tally): Iterable<Finding> {
  const { history, model } = world;
  const gone = deletedTokens(world);
  for (const line of history.finals('probe')) {
    // Who may not read at all proves nothing of what members can read.
    if (line.result.deletedSeq !== undefined) tally.looked += line.result.looked;
    if (line.result.where === 'kafka') continue;
    const askedAt = line.result.askedAt ?? line.t;
    for (const token of line.result.found) {
      const target = gone.get(token);
      if (!target || askedAt < target.since) continue;
      const says = `the deleted text ${token} can still be read in ${line.result.where}`;
      yield finding('resurrected delete', says, target, { ...about(world, target), lines: [line] });
    }
  }
  for (const { id, log, messages } of model.conversations.values()) {
    for (const { seq, type, data, seen } of log.entries) {
      const targetSeq = type === 'messaging.message-edited.v1' ? data.targetSeq : seq;
      if (seen.text === null || !messages.get(targetSeq)?.deleted) continue;
      const target = { conversationId: id, seq: targetSeq };
      const says = `entry ${seq} of ${short(id)} still has the text of the deleted message ${targetSeq}`;
      yield finding('resurrected delete', says, target, about(world, target));
    }
  }
}

interface Deleted {
  conversationId: string;
  seq: number;
  /** When its deletion was acked; where it never was, when the load was over. */
  since: number;
}

/** Tokens of texts whose message is deleted in the end. */
function deletedTokens({ history, model }: World): Map<string, Deleted> {
  const gone = new Map<string, Deleted>();
  const acks = new Map<string, number>();
  for (const { outcome, args, completedAt } of history.of('delete')) {
    const key = `${args.conversationId} ${args.seq}`;
    if (outcome === 'ok') acks.set(key, Math.min(completedAt, acks.get(key) ?? Infinity));
  }
  const over = history.marks('phase').find(({ result }) => result.name === 'final')?.t ?? 0;
  for (const { token, conversationId, authorId, calls } of model.uttered.values()) {
    const conversation = model.conversations.get(conversationId);
    for (const { op, args } of calls) {
      const seq =
        op === 'edit'
          ? (args as { seq: number }).seq
          : conversation?.sent.get(
              `${conversationId} ${authorId} ${(args as { clientMessageId: string }).clientMessageId}`,
            )?.[0]?.seq;
      if (seq === undefined || !conversation?.messages.get(seq)?.deleted) continue;
      gone.set(token, { conversationId, seq, since: acks.get(`${conversationId} ${seq}`) ?? over });
    }
  }
  return gone;
}

const acked = <O extends 'edit' | 'delete' | 'react' | 'unreact'>({ history }: World, op: O): Array<Call<O>> =>
  history.of(op).filter(({ outcome }) => outcome === 'ok');

/** Every call that changed the message. */
function about({ history }: World, { conversationId, seq }: { conversationId: string; seq: number }): Focus {
  const changes = [...history.of('edit'), ...history.of('delete'), ...history.of('react'), ...history.of('unreact')];
  return {
    conversationId,
    seqs: [seq],
    calls: changes.filter(({ args: a }) => a.conversationId === conversationId && a.seq === seq),
  };
}

function lost(world: World, call: Call<'edit' | 'delete' | 'react' | 'unreact'>, how: string): Finding {
  const says = `${nameOf(world, call.userId)} ${how}`;
  const focus = { ...about(world, call.args), at: call.completedAt };
  return { ...finding('lost update', says, call.args, focus), userId: call.userId };
}

const finding = (
  anomaly: 'lost update' | 'resurrected delete',
  says: string,
  { conversationId, seq }: { conversationId: string; seq: number },
  focus: Focus,
): Finding => ({ anomaly, says, conversationId, numbers: { seq }, focus });

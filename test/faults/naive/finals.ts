import type { MessageView } from '../../../src/contract/index.js';
import { type Finals, type FinalName, seenMessage, tokensIn, type Unstamped } from '../history/index.js';
import { digest } from './device.js';
import { readEffects } from './effects.js';
import type { Group } from './state.js';
import type { NaiveWorld } from './world.js';

/** Reads everything that the checker wants to know when all is at rest. */
export function writeFinals(world: NaiveWorld): void {
  const { server, recorder, devices, users } = world;
  const read = <F extends FinalName>(op: F, result: Finals[F], device?: string) =>
    recorder.line({ process: 'final', ...(device ? { device } : {}), phase: 'final', op, result } as Unstamped);
  read('epoch', { epoch: server.state.epoch });
  read('rest', { outbox: 0, outboxDead: 0, deadLetters: 0, behind: {}, quietAfterMs: 10 });
  if (world.planted.bug === 'drop-acked') dropOne(world);
  for (const { id: streamId, kind, lastSeq, aclVersion, entries } of server.state.streams.values()) {
    read('stream', { streamId, kind, lastSeq, aclVersion });
    for (const entry of entries) read('entry', entry);
  }
  for (const record of server.state.records) read('record', record);
  read('all-read', { what: 'records' });
  readEffects(world, read);
  for (const group of server.state.groups.values()) {
    for (const userId of group.members.keys()) readMember(world, group, userId, read);
  }
  for (const device of devices) {
    const told = server.groupsOf(device.userId).map(({ id }) => id);
    read('device', { live: device.up, listed: [...device.applied.keys()], told }, device.name);
    for (const group of server.groupsOf(device.userId)) {
      const standing = standingOf(world, group, device.userId);
      const timeline = { conversationId: group.id, appliedSeq: device.applied.get(group.id) ?? 0 };
      read('timeline', { ...timeline, messages: messagesOf(world, group, device.userId) }, device.name);
      if (device.up) read('standing', standing, device.name);
    }
  }
  for (const userId of users) {
    const items = server.noticesOf(userId).map((notice) => ({ ...notice, read: false }));
    read('notifications', { node: 'node-1', userId, unread: items.length, items });
  }
}

export type Read = <F extends FinalName>(op: F, result: Finals[F]) => void;

function readMember(world: NaiveWorld, group: Group, userId: string, read: Read): void {
  const { server } = world;
  const { id: conversationId } = group;
  const headSeq = server.stream(conversationId).lastSeq;
  const from = server.readableFrom(group, userId);
  for (const node of ['node-1', 'node-2', 'node-3']) {
    read('history', { conversationId, node, userId, headSeq, messages: messagesOf(world, group, userId) });
    const entries = server.stream(conversationId).entries.filter(({ seq }) => seq >= from);
    const data = entries.map((entry) => entry.data);
    read('log', { conversationId, node, userId, headSeq, events: entries.map(digest), data });
    read('standing', { ...standingOf(world, group, userId), node });
    const receipts = [...group.members.keys()].map((id) => ({ userId: id, ...server.cursor(id, conversationId) }));
    read('receipts', { conversationId, node, userId, receipts });
  }
  const found = visible(group, from).flatMap(({ body }) => tokensIn(body ?? ''));
  read('probe', { userId, conversationId, where: 'page', looked: group.messages.size, found });
}

const visible = (group: Group, from: number): MessageView[] =>
  [...group.messages.values()].filter(({ seq }) => seq >= from).sort((a, b) => a.seq - b.seq);

function messagesOf(world: NaiveWorld, group: Group, userId: string) {
  const messages = visible(group, world.server.readableFrom(group, userId)).map(seenMessage);
  const deleted = messages.findIndex((message) => message.deleted);
  if (deleted < 0 || !world.planted.bites('resurrect-delete')) return messages;
  return messages.map((m, i) => (i === deleted ? { ...m, deleted: false, text: '0123456789abcdef' } : m));
}

function standingOf({ server }: NaiveWorld, { id: conversationId }: Group, userId: string) {
  const [unread, cursor] = [server.unread(userId, conversationId), server.cursor(userId, conversationId)];
  return { conversationId, userId, ...unread, atSeq: server.stream(conversationId).lastSeq, ...cursor };
}

/** One acked message is gone as if it had never been. */
function dropOne({ server, recorder, planted }: NaiveWorld): void {
  for (const line of recorder.lines) {
    if (line.phase !== 'ok' || line.op !== 'send') continue;
    for (const { id, messages } of server.state.groups.values()) {
      const { seq, id: messageId } = line.result;
      if (messages.get(seq)?.id !== messageId || !planted.bites('drop-acked')) continue;
      messages.delete(seq);
      const stream = server.stream(id);
      stream.entries = stream.entries.filter((entry) => entry.seq !== seq);
      return;
    }
  }
}

import type { Read } from './finals.js';
import type { NaiveWorld } from './world.js';

/** What consumers made of the logs: of each move of a pointer a row, and of each device's sign-in an entry and a row. */
export function readEffects({ server, devices }: NaiveWorld, read: Read): void {
  const rows = new Map<string, () => void>();
  for (const { id: userId, kind, entries } of server.state.streams.values()) {
    if (kind !== 'user') continue;
    for (const { type, data } of entries) {
      if (type !== 'messaging.cursor-moved.v1') continue;
      const row = { userId, ...(data as { conversationId: string; deliveredSeq: number; readSeq: number }) };
      rows.set(JSON.stringify(row), () => read('receipt-row', row));
    }
  }
  for (const write of rows.values()) write();
  read('all-read', { what: 'receipts' });
  const signIns = new Map<string, number>();
  for (const { userId, session } of devices) {
    const seq = (signIns.get(userId) ?? 0) + 1;
    signIns.set(userId, seq);
    const [streamId, id, type] = [`account-${userId}`, `sign-in ${session}`, 'identity.signed-in.v1'];
    read('entry', { streamId, seq, eventId: id, type, actorId: userId, aclVersion: 0, at: '', data: {} });
    const place = { topic: 'parley.identity.events', partition: 0, offset: seq, shard: 0, fencing: 1 };
    read('record', { ...place, key: streamId, seq, id, type });
    read('effect', { consumer: 'identity.sign-in-history', streamId, seq, key: 'sign-in' });
  }
  for (const [userId, lastSeq] of signIns)
    read('stream', { streamId: `account-${userId}`, kind: 'account', lastSeq, aclVersion: 0 });
  read('all-read', { what: 'sign-ins' });
}

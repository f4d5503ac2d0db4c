import { Controller } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Journal, type NewEntry } from '../../platform/journal/index.js';
import { Reaction } from '../../platform/transport/index.js';
import type { EventEnvelope } from '../../shared/event-envelope.js';
import { type ConversationFact, membershipChanges } from '../domain/conversation-fact.js';

/**
 * Tells each user's own log which conversations he joined or no longer belongs to: there his devices learn of a
 * conversation they do not follow yet. A change of two logs is two appends; this is the second one, made exactly once.
 */
@Controller()
export class NoteMembershipsInUserLogs {
  constructor(private readonly journal: Journal) {}

  @Reaction({
    consumer: 'groups.user-logs',
    on: [
      'groups.conversation-created.v1',
      'groups.member-added.v1',
      'groups.member-removed.v1',
      'groups.member-left.v1',
    ],
    together: true,
  })
  async note(envelopes: readonly EventEnvelope[], tx: Tx): Promise<void> {
    await this.journal.appendAllWithin(tx, envelopes.flatMap(notes));
  }
}

function notes({ type, data, subject, sequence, actorid }: EventEnvelope): NewEntry[] {
  const { joined, gone } = membershipChanges({ type, data } as ConversationFact);
  const noted = joined.length > 0 ? 'groups.joined.v1' : 'groups.removed.v1';
  const payload = { conversationId: subject, conversationSeq: Number(sequence) };
  const note = { kind: 'user', type: noted, actorId: actorid, payload, aclVersion: null } as const;
  return [...joined, ...gone].map((streamId) => ({ ...note, streamId }));
}

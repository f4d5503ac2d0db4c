import { Controller } from '@nestjs/common';
import type { ConversationEntries, UserEntries } from '../../contract/index.js';
import { GroupsApi } from '../../groups/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Reaction } from '../../platform/transport/index.js';
import type { EventEnvelope } from '../../shared/event-envelope.js';
import { type Addressed, addressedBy } from '../domain/addressees.js';
import { type Notification, notificationFor } from '../domain/notification.js';
import { Inbox, type Withdrawal } from '../persistence/inbox.js';

const consumer = 'notifications.inbox';
type Of<T extends keyof ConversationEntries> = EventEnvelope<ConversationEntries[T]>;

/** Keeps each user's list in step with what happens in conversations and with what the user reads. */
@Controller()
export class KeepInbox {
  constructor(
    private readonly groups: GroupsApi,
    private readonly inbox: Inbox,
  ) {}

  @Reaction({ consumer, on: ['messaging.message-sent.v1'], together: true })
  async sent(envelopes: ReadonlyArray<Of<'messaging.message-sent.v1'>>, tx: Tx): Promise<void> {
    const notifications: Notification[] = [];
    const avoidable: Notification[] = [];
    for (const envelope of envelopes) {
      const { kind, userIds, byName } = await this.addressed(envelope, Number(envelope.sequence));
      const own = each(userIds, { kind, ...about(envelope) });
      notifications.push(...own);
      if (!byName) avoidable.push(...own);
    }
    await this.inbox.add(tx, await this.withoutMuted(notifications, avoidable));
  }

  /** An edit may mention others than before. */
  @Reaction({ consumer, on: ['messaging.message-edited.v1'] })
  async edited(envelope: Of<'messaging.message-edited.v1'>, tx: Tx): Promise<void> {
    const { targetSeq } = envelope.data;
    const { kind, userIds, byName } = await this.addressed(envelope, targetSeq);
    const told = await this.told(envelope, targetSeq, tx);
    const [gone, added] = [told.filter((id) => !userIds.includes(id)), userIds.filter((id) => !told.includes(id))];
    await this.inbox.lock(tx, [...gone, ...added]);
    await this.inbox.withdraw(tx, only(targetSeq, envelope, gone));
    const notifications = each(added, { kind, ...about(envelope), seq: targetSeq });
    await this.inbox.add(tx, await this.withoutMuted(notifications, byName ? [] : notifications));
  }

  @Reaction({ consumer, on: ['messaging.message-deleted.v1'] })
  async deleted(envelope: Of<'messaging.message-deleted.v1'>, tx: Tx): Promise<void> {
    const { targetSeq } = envelope.data;
    await this.inbox.withdraw(tx, only(targetSeq, envelope, await this.told(envelope, targetSeq, tx)));
  }

  @Reaction({ consumer, on: ['groups.conversation-created.v1'], together: true })
  async created(envelopes: ReadonlyArray<Of<'groups.conversation-created.v1'>>, tx: Tx): Promise<void> {
    const invitations = envelopes.flatMap((envelope) => {
      const { kind, members } = envelope.data;
      const invited = members.map((m) => m.userId).filter((id) => id !== envelope.actorid);
      return each(kind === 'group' ? invited : [], { kind: 'invitation', ...about(envelope) });
    });
    await this.inbox.add(tx, invitations);
  }

  @Reaction({ consumer, on: ['groups.member-added.v1'], together: true })
  async invited(envelopes: ReadonlyArray<Of<'groups.member-added.v1'>>, tx: Tx): Promise<void> {
    const byOthers = envelopes.filter(({ data, actorid }) => data.userId !== actorid);
    const invitation = (envelope: Of<'groups.member-added.v1'>) =>
      notificationFor(envelope.data.userId, { kind: 'invitation', ...about(envelope) });
    await this.inbox.add(tx, byOthers.map(invitation));
  }

  @Reaction({ consumer, on: ['groups.member-removed.v1', 'groups.member-left.v1'], together: true })
  async gone(envelopes: ReadonlyArray<Of<'groups.member-removed.v1'>>, tx: Tx): Promise<void> {
    const left = envelopes.map(({ subject, data }) => ({ userId: data.userId, conversationId: subject, first: 1 }));
    await this.inbox.withdraw(tx, left);
  }

  @Reaction({ consumer, on: ['messaging.cursor-moved.v1'], together: true })
  async read(envelopes: ReadonlyArray<EventEnvelope<UserEntries['messaging.cursor-moved.v1']>>, tx: Tx): Promise<void> {
    const readings = envelopes.flatMap(({ subject, data: { conversationId, readSeq } }) =>
      readSeq > 0 ? [{ userId: subject, conversationId, seq: readSeq }] : [],
    );
    await this.inbox.readUpTo(tx, readings);
  }

  /** Without those of `avoidable` whose user muted the conversation. */
  private async withoutMuted(all: readonly Notification[], avoidable: readonly Notification[]) {
    const key = (of: Pick<Notification, 'userId' | 'conversationId'>) => of.userId + of.conversationId;
    const muted = new Set((await this.groups.muted(avoidable)).map(key));
    const avoided = new Set(avoidable.filter((n) => muted.has(key(n))));
    return all.filter((n) => !avoided.has(n));
  }

  /** Members who have a notification of it; who left lost theirs with the leaving. */
  private async told({ subject, aclversion }: EventEnvelope, seq: number, tx: Tx): Promise<string[]> {
    const audience = await this.groups.membersOf(subject, aclversion);
    return audience ? this.inbox.toldOf(tx, [...audience.members.keys()], subject, seq) : [];
  }

  private async addressed(
    { subject, actorid, aclversion, data }: EventEnvelope<{ mentions: string[]; mentionsAll: boolean }>,
    seq: number,
  ): Promise<Addressed> {
    const audience = await this.groups.membersOf(subject, aclversion);
    if (!audience) return { kind: 'mention', userIds: [], byName: true };
    return addressedBy({ authorId: actorid, seq, mentions: data.mentions, mentionsAll: data.mentionsAll }, audience);
  }
}

function about({ subject, sequence, actorid, time }: EventEnvelope) {
  return { conversationId: subject, seq: Number(sequence), actorId: actorid, at: time };
}

function each(userIds: readonly string[], what: Omit<Notification, 'id' | 'userId'>): Notification[] {
  return userIds.map((userId) => notificationFor(userId, what));
}

function only(seq: number, { subject }: EventEnvelope, userIds: readonly string[]): Withdrawal[] {
  return userIds.map((userId) => ({ userId, conversationId: subject, first: seq, last: seq }));
}

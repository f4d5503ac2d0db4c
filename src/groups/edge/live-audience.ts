import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Journal, type CommittedEntry } from '../../platform/journal/index.js';
import { Realtime, type AudienceSource, type Belonging, type Membership } from '../../platform/realtime/index.js';
import { type ConversationFact, membershipChanges } from '../domain/conversation-fact.js';
import { GroupsApi } from '../groups.api.js';

/** Tells the live fan-out who hears which conversation, and, after each commit of this node, whose hearing changed. */
@Injectable()
export class LiveAudience implements AudienceSource, OnModuleInit {
  constructor(
    private readonly realtime: Realtime,
    private readonly journal: Journal,
    private readonly groups: GroupsApi,
  ) {}

  onModuleInit(): void {
    this.realtime.useAudience(this);
    this.journal.onCommitted((entries) => entries.forEach((entry) => this.announce(entry)));
  }

  async streamsOf(userId: string): Promise<Belonging[]> {
    const conversations = await this.groups.conversationsOf(userId);
    return conversations.map(({ conversationId, aclVersion, joinedSeq }) => ({
      streamId: conversationId,
      aclVersion,
      joinedSeq,
    }));
  }

  async membersOf(streamId: string, atLeastAclVersion: number): Promise<Membership | null> {
    const list = await this.groups.membersOf(streamId, atLeastAclVersion);
    if (!list) return null;
    const { aclVersion, members } = list;
    return { aclVersion, members: { get: (userId) => members.get(userId)?.joinedSeq } };
  }

  private announce({ type, streamId, payloadJson }: CommittedEntry): void {
    if (!type.startsWith('groups.member-') && type !== 'groups.conversation-created.v1') return;
    const { joined, gone } = membershipChanges({ type, data: JSON.parse(payloadJson) as unknown } as ConversationFact);
    this.realtime.audienceChanged(streamId, [...joined, ...gone]);
  }
}

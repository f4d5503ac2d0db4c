import { Injectable } from '@nestjs/common';
import { GroupsApi, type Membership } from '../../groups/index.js';
import { IdentityApi } from '../../identity/index.js';
import { checkMentions, type Mentions, mentionsAll, namesIn, NO_MENTIONS } from '../domain/mentions.js';

/** Turns the names a text addresses into the ids of members. Names of nobody, and of people outside, are just text. */
@Injectable()
export class ResolveMentions {
  constructor(
    private readonly groups: GroupsApi,
    private readonly identity: IdentityApi,
  ) {}

  async in(text: string, membership: Membership): Promise<Mentions> {
    const names = namesIn(text);
    if (names.size === 0) return NO_MENTIONS;
    const { conversationId, aclVersion, role, memberCount } = membership;
    const [users, list] = await Promise.all([
      this.identity.findByUsernames([...names]),
      this.groups.membersOf(conversationId, aclVersion),
    ]);
    const userIds = users.map((u) => u.id).filter((id) => list?.members.has(id));
    checkMentions(userIds);
    return { userIds, all: mentionsAll(names, role, memberCount) };
  }
}

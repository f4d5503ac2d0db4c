import { LIMITS, type ConversationKind, type HistoryVisibility, type MemberRole } from '../../contract/index.js';
import { AggregateRoot } from '../../shared/aggregate-root.js';
import { ConversationNotFound, DirectIsFixed, LastOwner, NoSuchMember, NotAllowed, TooManyMembers } from '../errors.js';
import type { ConversationFact } from './conversation-fact.js';
import { directConversationId } from './conversation-id.js';
import { ConversationTitle } from './conversation-title.js';
import { mayAdd, mayChangeRoles, mayRemove, mayRename } from './permissions.js';

export interface ConversationState {
  id: string;
  kind: ConversationKind;
  title: string | null;
  historyVisibility: HistoryVisibility;
  createdBy: string;
  memberCount: number;
  ownerCount: number;
  /** The members a change is about. A group of ten thousand is never loaded whole to decide on one. */
  roles: Map<string, MemberRole>;
}

/**
 * A direct conversation or a group. Its rules: only members act, and to all others it does not exist; a direct
 * conversation never changes its members; a group always keeps an owner; nobody raises his own role.
 */
export class Conversation extends AggregateRoot<ConversationFact> {
  private constructor(private readonly state: ConversationState) {
    super();
  }

  static from(state: ConversationState): Conversation {
    return new Conversation(state);
  }

  static direct(starter: string, other: string): Conversation {
    const roles = new Map<string, MemberRole>([starter, other].sort().map((userId) => [userId, 'member']));
    return Conversation.start(directConversationId(starter, other), 'direct', null, 'joined', starter, roles);
  }

  static group(
    id: string,
    owner: string,
    title: string,
    userIds: readonly string[],
    visibility: HistoryVisibility,
  ): Conversation {
    const roles = new Map<string, MemberRole>(userIds.map((userId) => [userId, 'member']));
    roles.set(owner, 'owner');
    return Conversation.start(id, 'group', ConversationTitle.of(title).value, visibility, owner, roles);
  }

  private static start(
    id: string,
    kind: ConversationKind,
    title: string | null,
    historyVisibility: HistoryVisibility,
    createdBy: string,
    roles: Map<string, MemberRole>,
  ): Conversation {
    const members = [...roles].map(([userId, role]) => ({ userId, role }));
    const ownerCount = members.filter((m) => m.role === 'owner').length;
    const memberCount = members.length;
    const started = new Conversation({
      id,
      kind,
      title,
      historyVisibility,
      createdBy,
      memberCount,
      ownerCount,
      roles,
    });
    started.record({ type: 'groups.conversation-created.v1', data: { kind, title, historyVisibility, members } });
    return started;
  }

  /** Those who are members already stay as they are. */
  add(actor: string, userIds: readonly string[]): void {
    const role = this.inGroup(actor);
    if (!mayAdd(role)) throw new NotAllowed('adding members');
    const added = [...new Set(userIds)].filter((userId) => !this.state.roles.has(userId));
    if (this.state.memberCount + added.length > LIMITS.membersPerGroup)
      throw new TooManyMembers(LIMITS.membersPerGroup);
    for (const userId of added) {
      this.state.roles.set(userId, 'member');
      this.state.memberCount++;
      this.record({ type: 'groups.member-added.v1', data: { userId, role: 'member' } });
    }
  }

  remove(actor: string, userId: string): void {
    const role = this.inGroup(actor);
    if (actor === userId) return this.leave(actor);
    const target = this.roleOf(userId);
    if (!mayRemove(role, target)) throw new NotAllowed('removing this member');
    this.drop(userId, target);
    this.record({ type: 'groups.member-removed.v1', data: { userId } });
  }

  leave(userId: string): void {
    const role = this.inGroup(userId);
    this.keepAnOwner(role);
    this.drop(userId, role);
    this.record({ type: 'groups.member-left.v1', data: { userId } });
  }

  changeRole(actor: string, userId: string, role: MemberRole): void {
    if (!mayChangeRoles(this.inGroup(actor))) throw new NotAllowed('changing roles');
    const before = this.roleOf(userId);
    if (before === role) return;
    this.keepAnOwner(before);
    this.state.roles.set(userId, role);
    this.state.ownerCount += Number(role === 'owner') - Number(before === 'owner');
    this.record({ type: 'groups.role-changed.v1', data: { userId, role } });
  }

  rename(actor: string, text: string): void {
    if (!mayRename(this.inGroup(actor))) throw new NotAllowed('changing the title');
    const title = ConversationTitle.of(text).value;
    if (title === this.state.title) return;
    this.state.title = title;
    this.record({ type: 'groups.title-changed.v1', data: { title } });
  }

  get snapshot(): Readonly<ConversationState> {
    return this.state;
  }

  /** Membership comes before kind: a stranger must not learn even that it is a direct conversation. */
  private inGroup(actor: string): MemberRole {
    const role = this.state.roles.get(actor);
    if (!role) throw new ConversationNotFound();
    if (this.state.kind === 'direct') throw new DirectIsFixed();
    return role;
  }

  private roleOf(userId: string): MemberRole {
    const role = this.state.roles.get(userId);
    if (!role) throw new NoSuchMember();
    return role;
  }

  private keepAnOwner(roleGivenUp: MemberRole): void {
    if (roleGivenUp === 'owner' && this.state.ownerCount === 1) throw new LastOwner();
  }

  private drop(userId: string, role: MemberRole): void {
    this.state.roles.delete(userId);
    this.state.memberCount--;
    if (role === 'owner') this.state.ownerCount--;
  }
}

import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { ConversationsController } from './edge/conversations.controller.js';
import { LiveAudience } from './edge/live-audience.js';
import { MembersController } from './edge/members.controller.js';
import { NoteMembershipsInUserLogs } from './edge/note-memberships-in-user-logs.js';
import { GroupsApi } from './groups.api.js';
import { ConversationSettings } from './persistence/conversation-settings.js';
import { ConversationViews } from './persistence/conversation-views.js';
import { ConversationRepository } from './persistence/conversation.repository.js';
import { MemberLists } from './persistence/member-lists.js';
import { Memberships } from './persistence/memberships.js';
import { Ownerships } from './persistence/ownerships.js';
import { AddMembersHandler } from './use-cases/add-members.js';
import { ChangeRoleHandler } from './use-cases/change-role.js';
import { ChangeSettingsHandler } from './use-cases/change-settings.js';
import { CreateDirectHandler } from './use-cases/create-direct.js';
import { CreateGroupHandler } from './use-cases/create-group.js';
import { GetConversationHandler } from './use-cases/get-conversation.js';
import { KnownUsers } from './use-cases/known-users.js';
import { LeaveConversationHandler } from './use-cases/leave-conversation.js';
import { ListConversationsHandler } from './use-cases/list-conversations.js';
import { ListMembersHandler } from './use-cases/list-members.js';
import { RemoveMemberHandler } from './use-cases/remove-member.js';
import { RenameGroupHandler } from './use-cases/rename-group.js';

@Module({
  imports: [IdentityModule],
  controllers: [ConversationsController, MembersController, NoteMembershipsInUserLogs],
  providers: [
    GroupsApi,
    LiveAudience,
    KnownUsers,
    ConversationRepository,
    ConversationSettings,
    ConversationViews,
    MemberLists,
    Memberships,
    Ownerships,
    AddMembersHandler,
    ChangeRoleHandler,
    ChangeSettingsHandler,
    CreateDirectHandler,
    CreateGroupHandler,
    GetConversationHandler,
    LeaveConversationHandler,
    ListConversationsHandler,
    ListMembersHandler,
    RemoveMemberHandler,
    RenameGroupHandler,
  ],
  exports: [GroupsApi],
})
export class GroupsModule {}

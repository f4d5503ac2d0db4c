import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ConversationSettingsView } from '../../contract/index.js';
import { Database } from '../../platform/database/index.js';
import { ConversationNotFound } from '../errors.js';
import { GroupsApi } from '../groups.api.js';
import { ConversationSettings } from '../persistence/conversation-settings.js';

/** What one member sees of a conversation in his own way; what is left out stays as it is. */
export class ChangeSettings extends Command<ConversationSettingsView> {
  constructor(
    readonly userId: string,
    readonly conversationId: string,
    readonly change: { favourite?: boolean; muted?: boolean },
  ) {
    super();
  }
}

@CommandHandler(ChangeSettings)
export class ChangeSettingsHandler implements ICommandHandler<ChangeSettings> {
  constructor(
    private readonly database: Database,
    private readonly groups: GroupsApi,
    private readonly settings: ConversationSettings,
  ) {}

  async execute({ userId, conversationId, change }: ChangeSettings): Promise<ConversationSettingsView> {
    // A removal that commits after this answer leaves a row behind that nobody is shown.
    if (!(await this.groups.membership(conversationId, userId))) throw new ConversationNotFound();
    return this.database.transaction((tx) => this.settings.change(tx, { userId, conversationId }, change));
  }
}

import { Module } from '@nestjs/common';
import { GroupsModule } from '../groups/index.js';
import { MessagesController } from './edge/messages.controller.js';
import { MessageReader } from './persistence/message-reader.js';
import { MessageRepository } from './persistence/message.repository.js';
import { SentMessages } from './persistence/sent-messages.js';
import { AddReactionHandler } from './use-cases/add-reaction.js';
import { AsMember } from './use-cases/as-member.js';
import { ChangeMessage } from './use-cases/change-message.js';
import { DeleteMessageHandler } from './use-cases/delete-message.js';
import { EditMessageHandler } from './use-cases/edit-message.js';
import { GetMessageHandler } from './use-cases/get-message.js';
import { ListMessagesHandler } from './use-cases/list-messages.js';
import { ListVersionsHandler } from './use-cases/list-versions.js';
import { RemoveReactionHandler } from './use-cases/remove-reaction.js';
import { SendMessageHandler } from './use-cases/send-message.js';

@Module({
  imports: [GroupsModule],
  controllers: [MessagesController],
  providers: [
    AsMember,
    ChangeMessage,
    MessageRepository,
    AddReactionHandler,
    DeleteMessageHandler,
    EditMessageHandler,
    RemoveReactionHandler,
    MessageReader,
    SentMessages,
    GetMessageHandler,
    ListMessagesHandler,
    ListVersionsHandler,
    SendMessageHandler,
  ],
})
export class MessagingModule {}

import { Module } from '@nestjs/common';
import { GroupsModule } from '../groups/index.js';
import { MessagesController } from './edge/messages.controller.js';
import { MessageReader } from './persistence/message-reader.js';
import { SentMessages } from './persistence/sent-messages.js';
import { AsMember } from './use-cases/as-member.js';
import { GetMessageHandler } from './use-cases/get-message.js';
import { ListMessagesHandler } from './use-cases/list-messages.js';
import { ListVersionsHandler } from './use-cases/list-versions.js';
import { SendMessageHandler } from './use-cases/send-message.js';

@Module({
  imports: [GroupsModule],
  controllers: [MessagesController],
  providers: [
    AsMember,
    MessageReader,
    SentMessages,
    GetMessageHandler,
    ListMessagesHandler,
    ListVersionsHandler,
    SendMessageHandler,
  ],
})
export class MessagingModule {}

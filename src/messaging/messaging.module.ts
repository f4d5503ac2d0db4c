import { Module } from '@nestjs/common';
import { GroupsModule } from '../groups/index.js';
import { IdentityModule } from '../identity/index.js';
import { DraftsController } from './edge/drafts.controller.js';
import { KeepReceiptHistory } from './edge/keep-receipt-history.js';
import { MessagesController } from './edge/messages.controller.js';
import { MessagesGateway } from './edge/messages.gateway.js';
import { ReceiptsController } from './edge/receipts.controller.js';
import { ReceiptsGateway } from './edge/receipts.gateway.js';
import { SyncController } from './edge/sync.controller.js';
import { SyncGateway } from './edge/sync.gateway.js';
import { ConversationStates } from './persistence/conversation-states.js';
import { Drafts } from './persistence/drafts.js';
import { MessageReader } from './persistence/message-reader.js';
import { MessageRepository } from './persistence/message.repository.js';
import { Pointers } from './persistence/pointers.js';
import { Previews } from './persistence/previews.js';
import { ReceiptHistory } from './persistence/receipt-history.js';
import { SentMessages } from './persistence/sent-messages.js';
import { AddReactionHandler } from './use-cases/add-reaction.js';
import { AsMember } from './use-cases/as-member.js';
import { ChangeMessage } from './use-cases/change-message.js';
import { CursorMoves } from './use-cases/cursor-moves.js';
import { DeleteMessageHandler } from './use-cases/delete-message.js';
import { EditMessageHandler } from './use-cases/edit-message.js';
import { GetDraftHandler } from './use-cases/get-draft.js';
import { GetMessageHandler } from './use-cases/get-message.js';
import { GetRangeHandler } from './use-cases/get-range.js';
import { ListDraftsHandler } from './use-cases/list-drafts.js';
import { ListMessagesHandler } from './use-cases/list-messages.js';
import { ListMessageReceiptsHandler } from './use-cases/list-message-receipts.js';
import { ListPreviewsHandler } from './use-cases/list-previews.js';
import { ListReceiptsHandler } from './use-cases/list-receipts.js';
import { ListUnreadHandler } from './use-cases/list-unread.js';
import { ListVersionsHandler } from './use-cases/list-versions.js';
import { MoveCursorHandler } from './use-cases/move-cursor.js';
import { MoveDeliveredHandler } from './use-cases/move-delivered.js';
import { RemoveReactionHandler } from './use-cases/remove-reaction.js';
import { ResolveMentions } from './use-cases/resolve-mentions.js';
import { ResumeHandler } from './use-cases/resume.js';
import { SaveDraftHandler } from './use-cases/save-draft.js';
import { SendMessageHandler } from './use-cases/send-message.js';
import { StandingOf } from './use-cases/standing-of.js';
import { TellReceipts } from './use-cases/tell-receipts.js';

const persistence = [
  ConversationStates,
  Drafts,
  MessageReader,
  MessageRepository,
  Pointers,
  Previews,
  ReceiptHistory,
  SentMessages,
];
const shared = [AsMember, ChangeMessage, CursorMoves, ResolveMentions, StandingOf, TellReceipts];
const handlers = [
  AddReactionHandler,
  DeleteMessageHandler,
  EditMessageHandler,
  GetDraftHandler,
  GetMessageHandler,
  GetRangeHandler,
  ListDraftsHandler,
  ListMessagesHandler,
  ListMessageReceiptsHandler,
  ListPreviewsHandler,
  ListReceiptsHandler,
  ListUnreadHandler,
  ListVersionsHandler,
  MoveCursorHandler,
  MoveDeliveredHandler,
  RemoveReactionHandler,
  ResumeHandler,
  SaveDraftHandler,
  SendMessageHandler,
];

@Module({
  imports: [GroupsModule, IdentityModule],
  controllers: [DraftsController, KeepReceiptHistory, MessagesController, ReceiptsController, SyncController],
  providers: [...persistence, ...shared, ...handlers, MessagesGateway, ReceiptsGateway, SyncGateway],
})
export class MessagingModule {}

import type {
  ConversationPreviewView,
  ConversationSettingsView,
  ConversationView,
  CursorView,
  HistoryVisibility,
  MemberRole,
  MemberView,
  Page,
  ReceiptView,
  UnreadView,
} from '../../src/contract/index.js';
import type { Http } from './http.js';

/** What is left out stays as it is. */
export type SettingsChange = Partial<Pick<ConversationSettingsView, 'favourite' | 'muted'>>;

/** `/v1/conversations` and their members. */
export class ConversationsApi {
  constructor(private readonly http: Http) {}

  list(query: { cursor?: string; limit?: number } = {}): Promise<Page<ConversationView>> {
    return this.http.request('GET', '/v1/conversations', { query });
  }

  get(id: string): Promise<ConversationView> {
    return this.http.request('GET', `/v1/conversations/${id}`);
  }

  /** The same two people always get the same conversation. */
  direct(userId: string): Promise<ConversationView> {
    return this.http.request('POST', '/v1/conversations', { keyed: true, body: { kind: 'direct', userId } });
  }

  group(body: { title: string; userIds?: string[]; historyVisibility?: HistoryVisibility }): Promise<ConversationView> {
    return this.http.request('POST', '/v1/conversations', { keyed: true, body: { kind: 'group', ...body } });
  }

  rename(id: string, title: string): Promise<ConversationView> {
    return this.http.request('PATCH', `/v1/conversations/${id}`, { body: { title } });
  }

  changeSettings(id: string, change: SettingsChange): Promise<ConversationSettingsView> {
    return this.http.request('PATCH', `/v1/conversations/${id}/settings`, { body: change });
  }

  members(id: string, query: { cursor?: string; limit?: number } = {}): Promise<Page<MemberView>> {
    return this.http.request('GET', `/v1/conversations/${id}/members`, { query });
  }

  /** All of them or nobody; those who are members already stay so. */
  addMembers(id: string, userIds: string[]): Promise<Page<MemberView>> {
    return this.http.request('POST', `/v1/conversations/${id}/members`, { keyed: true, body: { userIds } });
  }

  changeRole(id: string, userId: string, role: MemberRole): Promise<MemberView> {
    return this.http.request('PATCH', `/v1/conversations/${id}/members/${userId}`, { body: { role } });
  }

  removeMember(id: string, userId: string): Promise<void> {
    return this.http.request('DELETE', `/v1/conversations/${id}/members/${userId}`);
  }

  leave(id: string): Promise<void> {
    return this.http.request('DELETE', `/v1/conversations/${id}/members/me`);
  }

  /** How far each member has got and read. */
  receipts(id: string): Promise<ReceiptView[]> {
    return this.http.request('GET', `/v1/conversations/${id}/receipts`);
  }

  /** The last message of each conversation. */
  previews(): Promise<ConversationPreviewView[]> {
    return this.http.request('GET', '/v1/previews');
  }

  /** What is unread in each conversation, exact at `atSeq`. */
  unread(): Promise<Array<UnreadView & CursorView & { conversationId: string }>> {
    return this.http.request('GET', '/v1/unread');
  }
}

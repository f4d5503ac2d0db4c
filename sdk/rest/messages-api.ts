import type { MessagePage, MessageVersionView, MessageView, SendInput, SendResult } from '../../src/contract/index.js';
import type { PageQuery } from '../timeline/history.js';
import type { Http } from './http.js';

/** `/v1/conversations/{id}/messages`. */
export class MessagesApi {
  constructor(private readonly http: Http) {}

  /** Ascending; the newest without `before`, `after` or `around`. */
  page(conversationId: string, query: PageQuery = {}): Promise<MessagePage> {
    return this.http.request('GET', this.path(conversationId), { query: { ...query } });
  }

  get(conversationId: string, seq: number): Promise<MessageView> {
    return this.http.request('GET', `${this.path(conversationId)}/${seq}`);
  }

  /** Every text it has had, oldest first. */
  versions(conversationId: string, seq: number): Promise<MessageVersionView[]> {
    return this.http.request('GET', `${this.path(conversationId)}/${seq}/versions`);
  }

  /** One attempt, without the queue; for programs without a socket. Its `clientMessageId` makes a repeat harmless. */
  send({ conversationId, ...body }: SendInput): Promise<SendResult> {
    return this.http.request('POST', this.path(conversationId), { body });
  }

  private path(conversationId: string): string {
    return `/v1/conversations/${conversationId}/messages`;
  }
}

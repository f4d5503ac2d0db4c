import type { DraftView, Page } from '../../src/contract/index.js';
import type { Http } from './http.js';

/** `/v1/drafts`, and the draft of a conversation. `client.drafts` keeps them; this is one request. */
export class DraftsApi {
  constructor(private readonly http: Http) {}

  list(query: { cursor?: string; limit?: number } = {}): Promise<Page<DraftView>> {
    return this.http.request('GET', '/v1/drafts', { query });
  }

  get(conversationId: string): Promise<DraftView> {
    return this.http.request('GET', `/v1/conversations/${conversationId}/draft`);
  }

  /** An empty text is no draft. `keepalive` lets it finish when the page goes away meanwhile. */
  save(
    conversationId: string,
    { body, replyToSeq }: Pick<DraftView, 'body' | 'replyToSeq'>,
    keepalive = false,
  ): Promise<DraftView> {
    const draft = { body, replyToSeq: replyToSeq ?? undefined };
    return this.http.request('PUT', `/v1/conversations/${conversationId}/draft`, { body: draft, keepalive });
  }
}

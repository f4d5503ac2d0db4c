import type { NotificationView, Page } from '../../src/contract/index.js';
import type { Http } from './http.js';

/** `/v1/notifications`: what one was mentioned in, written to or invited to, and has not read. */
export class NotificationsApi {
  constructor(private readonly http: Http) {}

  list(query: { cursor?: string; limit?: number } = {}): Promise<Page<NotificationView> & { unread: number }> {
    return this.http.request('GET', '/v1/notifications', { query });
  }

  read(id: string): Promise<unknown> {
    return this.http.request('POST', `/v1/notifications/${id}/read`);
  }

  readAll(): Promise<unknown> {
    return this.http.request('POST', '/v1/notifications/read-all');
  }
}

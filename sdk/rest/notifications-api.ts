import type { NotificationPage } from '../../src/contract/index.js';
import type { Http } from './http.js';

/** `/v1/notifications`: what one was mentioned in, written to or invited to, and has not read. */
export class NotificationsApi {
  constructor(private readonly http: Http) {}

  /** Newest first, with how many are unread and the number of one's own log at which that was true. */
  list(query: { cursor?: string; limit?: number } = {}): Promise<NotificationPage> {
    return this.http.request('GET', '/v1/notifications', { query });
  }

  read(id: string): Promise<{ unread: number }> {
    return this.http.request('POST', `/v1/notifications/${id}/read`, { repeatable: true });
  }

  readAll(): Promise<{ unread: number }> {
    return this.http.request('POST', '/v1/notifications/read', { repeatable: true });
  }
}

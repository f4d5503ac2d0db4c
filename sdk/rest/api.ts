import { AdminApi } from './admin-api.js';
import { AuthApi } from './auth-api.js';
import { ConversationsApi } from './conversations-api.js';
import { DraftsApi } from './drafts-api.js';
import type { Http } from './http.js';
import { MessagesApi } from './messages-api.js';
import { NotificationsApi } from './notifications-api.js';
import { UsersApi } from './users-api.js';

/** What the server says about itself; every limit and timing in force. */
export interface ServerInfo {
  name: string;
  version: string;
  registration: string;
  limits: Record<string, number>;
  timings: Record<string, number>;
  closeReasons: Record<string, { reconnect: boolean; meaning: string }>;
}

/** The REST side, typed by the contract. Needs no socket. */
export class Api {
  readonly auth: AuthApi;
  readonly users: UsersApi;
  readonly conversations: ConversationsApi;
  readonly messages: MessagesApi;
  readonly drafts: DraftsApi;
  readonly notifications: NotificationsApi;
  readonly admin: AdminApi;

  constructor(readonly http: Http) {
    this.auth = new AuthApi(http);
    this.users = new UsersApi(http);
    this.conversations = new ConversationsApi(http);
    this.messages = new MessagesApi(http);
    this.drafts = new DraftsApi(http);
    this.notifications = new NotificationsApi(http);
    this.admin = new AdminApi(http);
  }

  server(): Promise<ServerInfo> {
    return this.http.request('GET', '/v1/server', { signedIn: false });
  }
}

import type {
  AdminUserView,
  DeadLetterView,
  DeploymentHealthView,
  Page,
  SessionView,
} from '../../src/contract/index.js';
import type { Http } from './http.js';

/** `/v1/admin`: for the deployment's administrator; anybody else is refused with 403. */
export class AdminApi {
  constructor(private readonly http: Http) {}

  /** All accounts in the order of usernames, or those whose username or display name begins with `q`. */
  users(query: { q?: string; cursor?: string; limit?: number } = {}): Promise<Page<AdminUserView>> {
    return this.http.request('GET', '/v1/admin/users', { query });
  }

  sessions(userId: string): Promise<SessionView[]> {
    return this.http.request('GET', `/v1/admin/users/${userId}/sessions`);
  }

  /** Ends one session, or without an id all of them. */
  revokeSessions(userId: string, sessionId?: string): Promise<void> {
    const one = sessionId === undefined ? '' : `/${sessionId}`;
    return this.http.request('DELETE', `/v1/admin/users/${userId}/sessions${one}`);
  }

  /** The account cannot sign in, and its sessions end. */
  disable(userId: string): Promise<void> {
    return this.http.request('PUT', `/v1/users/${userId}/disabled`);
  }

  enable(userId: string): Promise<void> {
    return this.http.request('DELETE', `/v1/users/${userId}/disabled`);
  }

  /** Entries that a consumer gave up on, newest first. */
  deadLetters(query: { consumer?: string; cursor?: string; limit?: number } = {}): Promise<Page<DeadLetterView>> {
    return this.http.request('GET', '/v1/admin/dead-letters', { query });
  }

  /** Has it tried again; the list shows the outcome within a second or two. */
  replayDeadLetter(id: string): Promise<void> {
    return this.http.request('POST', `/v1/admin/dead-letters/${id}/replay`, { repeatable: true });
  }

  /** Gives it up for good. */
  discardDeadLetter(id: string): Promise<void> {
    return this.http.request('DELETE', `/v1/admin/dead-letters/${id}`);
  }

  /** As the node that answers sees it. */
  health(): Promise<DeploymentHealthView> {
    return this.http.request('GET', '/v1/admin/health');
  }
}

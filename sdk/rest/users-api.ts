import type { Page, UserView } from '../../src/contract/index.js';
import { allPages } from './all-pages.js';
import type { Http } from './http.js';

/** `/v1/users`. */
export class UsersApi {
  constructor(private readonly http: Http) {}

  get(userId: string): Promise<UserView> {
    return this.http.request('GET', `/v1/users/${userId}`);
  }

  /** Those of the ids that exist. */
  many(ids: readonly string[]): Promise<UserView[]> {
    return this.http.request('POST', '/v1/users/lookup', { body: { ids }, repeatable: true });
  }

  /** Users whose username or display name begins with `q`, in the order of usernames. */
  find(q: string, query: { cursor?: string; limit?: number } = {}): Promise<Page<UserView>> {
    return this.http.request('GET', '/v1/users', { query: { ...query, q } });
  }

  /** The account of exactly this name; null when there is none. */
  async byUsername(username: string): Promise<UserView | null> {
    const wanted = username.normalize('NFKC').toLowerCase().normalize('NFKC');
    const found = await allPages((cursor) => this.find(wanted, { cursor, limit: 200 }));
    return found.find((user) => user.username === wanted) ?? null;
  }

  updateMe(body: { displayName: string }): Promise<UserView> {
    return this.http.request('PATCH', '/v1/users/me', { body });
  }
}

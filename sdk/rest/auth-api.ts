import type {
  EntryView,
  MeView,
  Page,
  RefreshTokenPlace,
  SessionView,
  SignInView,
  TokensView,
} from '../../src/contract/index.js';
import type { Http } from './http.js';

export interface Credentials {
  username: string;
  password: string;
  /** What the list of sessions calls this device. */
  device?: string;
  /** `cookie`: the browser keeps the refresh token, and the answer has none. Default: `body`. */
  refreshIn?: RefreshTokenPlace;
}
export interface Registration extends Credentials {
  displayName?: string;
}

/** `/v1/auth` and one's own account. Signing in changes nothing here by itself: `client.login` does. */
export class AuthApi {
  constructor(private readonly http: Http) {}

  /** Whether the next account is the first one, and whether this browser keeps a session in its cookie. */
  entry(timeoutMs?: number): Promise<EntryView> {
    return this.http.request('GET', '/v1/auth', { signedIn: false, timeoutMs });
  }

  register(body: Registration): Promise<TokensView> {
    return this.http.request('POST', '/v1/auth/register', { body, signedIn: false });
  }

  login(body: Credentials): Promise<TokensView> {
    return this.http.request('POST', '/v1/auth/login', { body, signedIn: false });
  }

  /** Without a token that of the cookie is taken, and its successor stays there. */
  refresh(refreshToken?: string, timeoutMs?: number): Promise<TokensView> {
    return this.http.request('POST', '/v1/auth/refresh', {
      body: { refreshToken },
      signedIn: false,
      repeatable: false,
      timeoutMs,
      // An answer that is lost with the page would leave the cookie with a token that is spent.
      keepalive: refreshToken === undefined,
    });
  }

  logout(): Promise<void> {
    return this.http.request('POST', '/v1/auth/logout');
  }

  sessions(): Promise<SessionView[]> {
    return this.http.request('GET', '/v1/auth/sessions');
  }

  revokeSession(sessionId: string): Promise<void> {
    return this.http.request('DELETE', `/v1/auth/sessions/${sessionId}`);
  }

  /** Newest first: sign-ins, refusals, ends of sessions, new passwords. */
  signIns(query: { cursor?: string; limit?: number } = {}): Promise<Page<SignInView>> {
    return this.http.request('GET', '/v1/auth/sign-ins', { query });
  }

  changePassword(body: { currentPassword: string; newPassword: string }): Promise<void> {
    return this.http.request('POST', '/v1/auth/password', { body });
  }

  /** With another token than the client's own: whose that one is. */
  me(token?: string): Promise<MeView> {
    return this.http.request('GET', '/v1/users/me', { token });
  }
}

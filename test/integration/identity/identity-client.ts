import type { Problem, TokensView } from '../../../src/contract/index.js';

/** The answer to a program that keeps its refresh token itself. */
export type SignedIn = TokensView & { refreshToken: string };

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
  text: string;
}

/** REST as a client speaks it: a listening server, nothing else. */
export class IdentityClient {
  constructor(readonly url: string) {}

  async call<T = Problem>(
    method: string,
    path: string,
    options: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer<T>> {
    const { token, body, headers } = options;
    const answer = await fetch(this.url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, body: (text ? JSON.parse(text) : undefined) as T };
  }

  register(username: string, password = PASSWORD, more: object = {}): Promise<Answer<SignedIn & Problem>> {
    return this.call('POST', '/v1/auth/register', { body: { username, password, ...more } });
  }

  login(
    username: string,
    password = PASSWORD,
    more: object = {},
    headers: Record<string, string> = {},
  ): Promise<Answer<SignedIn & Problem>> {
    return this.call('POST', '/v1/auth/login', { body: { username, password, ...more }, headers });
  }

  refresh(refreshToken: string): Promise<Answer<SignedIn & Problem>> {
    return this.call('POST', '/v1/auth/refresh', { body: { refreshToken } });
  }

  /** A new account; fails unless it was made. */
  async account(username: string, password = PASSWORD): Promise<SignedIn> {
    const { status, body, text } = await this.register(username, password);
    if (status !== 201) throw new Error(`not registered: ${text}`);
    return body;
  }

  /** Whether an access token lets anybody in. */
  async admits(token: string): Promise<boolean> {
    return (await this.call('GET', '/v1/users/me', { token })).status === 200;
  }
}

export const PASSWORD = 'quiet otter 41 lamps';

/** Status and code of a refusal. */
export async function refused(answer: Promise<{ status: number; body: { code: string } }>): Promise<[number, string]> {
  const { status, body } = await answer;
  return [status, body.code];
}

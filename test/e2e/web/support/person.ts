import { randomBytes, randomUUID } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { TokensView } from '../../../../src/contract/index.js';

export interface PersonOptions {
  /** 1440 × 900 without it; three columns. */
  width?: number;
  height?: number;
  scheme?: 'light' | 'dark';
  locale?: string;
  /** Another address of the deployment than the suite's. */
  server?: string;
}

const PASSWORD = 'quiet otter 41 lamps';

/** Somebody with a browser of their own: a context with one page, and an account once `register` has made one. */
export class Person {
  username = '';
  private tokens: TokensView | null = null;
  readonly password = PASSWORD;
  /** What the pages complained about so far. */
  readonly problems: string[] = [];
  private readonly expected: RegExp[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly server: string,
  ) {
    page.on('pageerror', (error) => this.complain(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complain(`${message.text()} (${message.location().url})`);
    });
  }

  static async enter(browser: Browser, server: string, options: PersonOptions): Promise<Person> {
    const { width = 1440, height = 900, scheme = 'light', locale = 'en-GB' } = options;
    const context = await browser.newContext({
      baseURL: server,
      viewport: { width, height },
      colorScheme: scheme,
      locale,
      reducedMotion: 'reduce',
      hasTouch: width < 768,
      isMobile: width < 768,
    });
    // For what hangs: a condition that holds costs nothing.
    context.setDefaultTimeout(30_000);
    return new Person(context, await context.newPage(), server);
  }

  /** An account for this person, made by REST. */
  async register(name: string): Promise<void> {
    this.username = `${name.toLowerCase().replaceAll(' ', '-')}-${randomBytes(3).toString('hex')}`;
    const registration = { username: this.username, displayName: name, password: this.password };
    this.tokens = await this.post<TokensView>('/v1/auth/register', registration);
  }

  /** A request of this person's own, beside the page. */
  post<T>(path: string, body: object): Promise<T> {
    return this.request<T>(path, { method: 'POST', body: JSON.stringify(body) });
  }

  get<T>(path: string): Promise<T> {
    return this.request<T>(path, {});
  }

  /** Says something beside the page; answers its number. */
  async write(conversationId: string, body: string, replyToSeq?: number): Promise<number> {
    const message = { clientMessageId: randomUUID(), body, replyToSeq };
    return (await this.post<{ seq: number }>(`/v1/conversations/${conversationId}/messages`, message)).seq;
  }

  get userId(): string {
    return this.tokens!.user.id;
  }

  /** As somebody who signed in before: this browser has the session's cookie. Until the app says that it is live. */
  async arrive(path = '/'): Promise<void> {
    const answer = await this.context.request.post('/v1/auth/login', {
      data: { username: this.username, password: this.password, device: 'Chrome on Linux', refreshIn: 'cookie' },
      headers: { origin: this.server },
    });
    expect(answer.ok(), `signing in: ${answer.status()}`).toBe(true);
    await this.page.goto(path);
    await this.live();
  }

  /** Through the page, and until the app says that it is live. */
  async signIn(path = '/sign-in'): Promise<void> {
    await this.submitSignIn(path);
    await this.live();
  }

  async submitSignIn(path: string): Promise<void> {
    await this.page.goto(path);
    await this.page.getByLabel('Username').fill(this.username);
    await this.page.getByLabel('Password', { exact: false }).first().fill(this.password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** Resolves when the indicator says that everything is here. */
  async live(): Promise<void> {
    await this.page.getByRole('button', { name: 'Connection: Live' }).first().waitFor();
  }

  /** A problem this test brings about on purpose. */
  expectProblem(pattern: RegExp): void {
    this.expected.push(pattern);
  }

  /** No rule of accessibility is broken by what is shown now. The page has no frames, so nothing is lost by the legacy mode. */
  async checkAxe(): Promise<void> {
    const axe = new AxeBuilder({ page: this.page }).setLegacyMode().options({ resultTypes: ['violations'] });
    const { violations } = await axe.analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
  }

  leave(): Promise<void> {
    return this.context.close();
  }

  private async request<T>(path: string, init: RequestInit): Promise<T> {
    const headers = new Headers({ 'content-type': 'application/json' });
    if (this.tokens) headers.set('authorization', `Bearer ${this.tokens.accessToken}`);
    const answer = await fetch(`${this.server}${path}`, { ...init, headers });
    expect(answer.ok, `${init.method ?? 'GET'} ${path}: ${answer.status}`).toBe(true);
    return (await answer.json()) as T;
  }

  private complain(problem: string): void {
    if (!this.expected.some((pattern) => pattern.test(problem))) this.problems.push(problem);
  }
}

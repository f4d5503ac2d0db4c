import type { Problem } from '../../src/contract/index.js';
import { ParleyError } from '../errors.js';
import { randomId } from '../ids.js';
import { pauseAfter, refusalPauses } from '../refusal.js';

export interface HttpOptions {
  urls: readonly string[];
  /** Answers a valid token; `spent` is one the server just refused. */
  token: (spent?: string) => Promise<string>;
  /** Called for each request before its token is fetched; what it answers rejects where the request is not to be made with a token. */
  admission?: () => (token: string) => Promise<void>;
  timeoutMs: number;
  /** Whether the browser sends cookies along, to other origins too. */
  credentials?: 'include';
  fetch?: typeof fetch;
}

export interface RequestOptions {
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  /** False for the routes one signs in with. */
  signedIn?: boolean;
  /** In place of the client's own. It is not replaced when it is refused. */
  token?: string;
  /** Whether it may be sent again when no answer came. Default: everything but a POST. */
  repeatable?: boolean;
  /** How long it may take, where that is less than any may. */
  timeoutMs?: number;
  /** Lets it finish when the page goes away meanwhile. */
  keepalive?: boolean;
  /** Makes a POST repeatable: the server does what carries one key once. It is tried again by itself, twice at most. */
  keyed?: boolean;
}

const KEYED_TRIES = 3;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * JSON requests to one of the deployment's addresses. A request that got no answer is tried at the next address where
 * that is harmless. A refused token is replaced once. Refusals are `ParleyError`s.
 */
export class Http {
  private at = 0;

  constructor(private readonly options: HttpOptions) {}

  /** Makes this address the first to be asked. */
  prefer(url: string): void {
    this.at = Math.max(0, this.options.urls.indexOf(url));
  }

  async request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (options.body !== undefined) headers['content-type'] = 'application/json';
    if (options.keyed) headers['idempotency-key'] = randomId();
    if (options.signedIn === false) return this.anywhere(method, path, headers, options);
    const ask = (token: string) =>
      this.anywhere<T>(method, path, { ...headers, authorization: `Bearer ${token}` }, options);
    if (options.token) return ask(options.token);
    const admit = this.options.admission?.();
    const token = await this.options.token();
    try {
      await admit?.(token);
      return await ask(token);
    } catch (error) {
      if (!(error instanceof ParleyError) || error.status !== 401) throw error;
      const fresh = await this.options.token(token);
      await admit?.(fresh);
      return ask(fresh);
    }
  }

  private async anywhere<T>(
    method: Method,
    path: string,
    headers: Record<string, string>,
    options: RequestOptions,
  ): Promise<T> {
    const { keyed, repeatable = keyed || method !== 'POST' } = options;
    const addresses = repeatable ? this.options.urls.length : 1;
    const tries = keyed ? Math.max(addresses, KEYED_TRIES) : addresses;
    const pauses = refusalPauses();
    for (let tried = 1; ; tried += 1) {
      try {
        return await this.once<T>(method, path, headers, options);
      } catch (error) {
        if (!(error instanceof ParleyError) || !(error.status === 0 || (keyed && error.undecided))) throw error;
        if (error.status === 0) this.at = (this.at + 1) % this.options.urls.length;
        if (tried >= tries) throw error;
        if (keyed) await pauseAfter(error, pauses);
      }
    }
  }

  private async once<T>(
    method: Method,
    path: string,
    headers: Record<string, string>,
    options: RequestOptions,
  ): Promise<T> {
    const url = new URL(path, this.options.urls[this.at]);
    for (const [name, value] of Object.entries(options.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const body = options.body === undefined ? undefined : JSON.stringify(options.body);
    const { fetch: send = fetch, credentials, timeoutMs } = this.options;
    const { keepalive } = options;
    let answer: Response;
    let text: string;
    try {
      const signal = AbortSignal.timeout(Math.min(timeoutMs, options.timeoutMs ?? timeoutMs));
      answer = await send(url, { method, headers, body, signal, credentials, keepalive });
      text = await answer.text();
    } catch (error) {
      const late = (error as Error).name === 'TimeoutError';
      if (late) throw ParleyError.local('client.timeout', `No answer from ${url.origin}`, error);
      throw ParleyError.local('client.network', `${url.origin} is not reachable`, error);
    }
    if (!answer.ok) throw new ParleyError(problemOf(answer, text));
    return (text === '' ? undefined : parsed(answer, text)) as T;
  }
}

function parsed({ status }: Response, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // A page one signs in to a network with, for instance.
    const title = `Answer ${status} is not the server's`;
    throw new ParleyError({ code: 'client.unexpected_answer', title, status }, { cause });
  }
}

/** A proxy in between may answer with something of its own. */
function problemOf(answer: Response, text: string): Problem {
  const retryAfter = Number(answer.headers.get('retry-after'));
  const retryAfterMs = retryAfter > 0 ? retryAfter * 1000 : undefined;
  try {
    const problem = JSON.parse(text) as Problem;
    if (typeof problem.code === 'string') return { retryAfterMs, ...problem };
  } catch {
    // Not JSON: not the server's own answer.
  }
  const code = answer.status === 429 || answer.status >= 502 ? 'platform.unavailable' : 'client.unexpected_answer';
  return { type: 'about:blank', title: `Answer ${answer.status}`, status: answer.status, code, retryAfterMs };
}

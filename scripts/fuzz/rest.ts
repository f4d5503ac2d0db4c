import { operations, restViolation } from '../../test/support/rest-check.js';
import type { RawAnswer, RawHttp } from '../../test/support/raw-http.js';
import { type FuzzRequest, requests } from './requests.js';
import type { Part } from './run.js';
import type { Tally } from './tally.js';
import { failureIn, leakIn } from './verdict.js';
import type { World } from './world.js';

/** Requests over REST. Each answer: what the document says, never a 5xx of ours, nothing secret in it. */
export function restPart(http: RawHttp, tally: Tally): Part<FuzzRequest> {
  tally.expect(operations.map(({ method, path }) => `${method} ${path}`));
  return {
    name: 'rest',
    values: requests,
    show: (request, world) => JSON.stringify(filled(request, world)),
    send: async (request, world) => {
      const sent = filled(request, world);
      const answer = await http.send(sent);
      tally.count(request.operation, outcomeOf(answer), answer.status < 300);
      // Otherwise most of what follows would be asked by people who are signed out.
      if (answer.status < 300 && ENDS_SESSIONS.test(request.operation)) await world.revive();
      return faultOf(sent, answer, world);
    },
  };
}

const ENDS_SESSIONS = /^(POST|PUT|DELETE) .*\/(logout|password|refresh|disabled|sessions(\/|$))/;
const outcomeOf = ({ status, text }: RawAnswer) => (status < 500 ? String(status) : `${status} ${parsed(text)?.code}`);

function filled({ actor, method, path, headers, body }: FuzzRequest, world: World) {
  const fill = (text: string) => world.fill(text, actor);
  return {
    method,
    path: fill(path),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)])),
    ...(body === undefined ? {} : { body: fill(body) }),
  };
}

function faultOf({ method, path }: { method: string; path: string }, answer: RawAnswer, world: World): string | null {
  const { status, text } = answer;
  const failure = failureIn(status, status >= 500 ? parsed(text) : undefined);
  if (failure) return `${method} ${path} ${failure}: ${text.slice(0, 300)}`;
  return leakIn(text, world.canary) ?? restViolation({ ...answer, method, path: path.split('?')[0]! });
}

function parsed(text: string): { code?: string; retryAfterMs?: number } | undefined {
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

import type { Config } from '../config/index.js';

/** So many points in so many seconds, counted per key. */
export interface Rule {
  points: number;
  seconds: number;
  /** Counted by each node for itself, also where there is Redis. */
  perNode?: boolean;
}

/** The one table of limits. What the key is stands behind each; a new limit is a row here. */
export const RULES = {
  /** Messages; key: user. A burst is a window as long as the sustained rate needs for it. */
  send: (c) => {
    const seconds = Math.max(1, Math.ceil(c.get('SEND_BURST') / c.get('SEND_PER_SECOND')));
    return { points: Math.max(c.get('SEND_BURST'), c.get('SEND_PER_SECOND') * seconds), seconds };
  },
  /** REST requests and the other socket events; key: user, or address where nobody is signed in. */
  request: (c) => ({ points: c.get('REQUESTS_PER_MINUTE'), seconds: 60 }),
  /** Typing notices; key: user. They store nothing, and to ask Redis costs more than one of them. */
  notice: (c) => ({ points: c.get('REQUESTS_PER_MINUTE'), seconds: 60, perNode: true }),
  /** Refused sign-ins and password checks; key: account, or session of a device the account already knows. */
  'sign-in-account': (c) => ({ points: c.get('SIGN_INS_PER_MINUTE'), seconds: 60 }),
  /** Refused sign-ins; key: address. */
  'sign-in-address': (c) => ({ points: c.get('SIGN_INS_PER_MINUTE'), seconds: 60 }),
  /** New accounts; key: address. */
  'register-address': (c) => ({ points: c.get('SIGN_INS_PER_MINUTE'), seconds: 60 }),
} as const satisfies Record<string, (config: Config) => Rule>;

export type RateLimitRule = keyof typeof RULES;

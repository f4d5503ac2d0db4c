/**
 * What every message of a run carries in its body, `<seed>:<user>:<counter>` between marks: whose it is can be told
 * wherever it turns up (history, notifications, Kafka, log files), and no token is the beginning of another.
 */
export interface Token {
  seed: string;
  /** The process name of its author, such as `u12`. */
  user: string;
  counter: number;
}

const TOKEN = /~([0-9a-z]+):([0-9a-z-]+):(\d+)~/gu;

export const tokenText = ({ seed, user, counter }: Token): string => `~${seed}:${user}:${counter}~`;

/** The first token in a text; null without one. */
export const tokenIn = (text: string | null): string | null =>
  text === null ? null : (text.match(TOKEN)?.[0] ?? null);

/** Every token in a text of any kind. */
export const tokensIn = (text: string): string[] => text.match(TOKEN) ?? [];

import { tokenIn } from '../history/index.js';
import { type Call, type History, listIn } from './history.js';

/**
 * All calls that sent under one clientMessageId: one message, whatever their number.
 * `did`: one of them is ok, so it is there exactly once. `may`: none is ok, at least one is info. `not`: all were refused.
 */
export interface Send {
  key: string;
  conversationId: string;
  authorId: string;
  clientMessageId: string;
  calls: Array<Call<'send'>>;
  fate: 'did' | 'may' | 'not';
  /** The earliest invocation and the earliest ack; Infinity: none. */
  invokedAt: number;
  ackedAt: number;
  /** What the acks said; one of each if all is well. */
  acks: Array<{ id: string; seq: number }>;
}

export const sendKey = (conversationId: string, authorId: string, clientMessageId: string): string =>
  `${conversationId} ${authorId} ${clientMessageId}`;

export function sendsOf(history: History): Map<string, Send> {
  const groups = new Map<string, Array<Call<'send'>>>();
  for (const call of history.of('send')) {
    listIn(groups, sendKey(call.args.conversationId, call.userId, call.args.clientMessageId)).push(call);
  }
  return new Map([...groups].map(([key, calls]) => [key, sendOf(key, calls)]));
}

function sendOf(key: string, calls: Array<Call<'send'>>): Send {
  const { userId: authorId, args } = calls[0]!;
  const ok = calls.filter(({ outcome }) => outcome === 'ok');
  const acks = new Map(ok.map(({ result }) => [`${result!.id} ${result!.seq}`, result!]));
  return {
    ...{ key, conversationId: args.conversationId, authorId, clientMessageId: args.clientMessageId, calls },
    fate: ok.length > 0 ? 'did' : calls.some(({ outcome }) => outcome === 'info') ? 'may' : 'not',
    invokedAt: calls[0]!.invokedAt,
    ackedAt: Math.min(Infinity, ...ok.map(({ completedAt }) => completedAt)),
    acks: [...acks.values()],
  };
}

/** A token with the calls that carried it, sends and edits. */
export interface Uttered {
  token: string;
  conversationId: string;
  authorId: string;
  calls: Array<Call<'send'> | Call<'edit'>>;
  /** Every call that carried it was refused. */
  refused: boolean;
}

export function utteredTokens(history: History): Map<string, Uttered> {
  const found = new Map<string, Uttered>();
  for (const call of [...history.of('send'), ...history.of('edit')]) {
    const token = tokenIn(call.args.body);
    if (token === null) continue;
    const before = found.get(token);
    const calls = [...(before?.calls ?? []), call];
    const refused = calls.every(({ outcome }) => outcome === 'fail');
    found.set(token, { token, conversationId: call.args.conversationId, authorId: call.userId, calls, refused });
  }
  return found;
}

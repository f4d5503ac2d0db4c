import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PLATFORM_ERRORS } from '../../../src/contract/index.js';
import { HistoryWriter, outcomeOf, readHistory, seenEntry, tokenIn, tokenText, tokensIn, type Line } from './index.js';

describe('the log of a run', () => {
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'parley-history-'))));
  afterEach(() => rmSync(dir, { recursive: true }));

  async function all(path: string): Promise<Line[]> {
    const lines: Line[] = [];
    for await (const line of readHistory(path)) lines.push(line);
    return lines;
  }

  it('reads what was written, in the order of time', async () => {
    const writer = new HistoryWriter(join(dir, 'log'));
    for (let i = 0; i < 3_000; i++) {
      const args = { conversationId: 'c', seq: i };
      writer.write({ process: 'u1', device: 'u1/a', phase: 'invoke', op: 'read', call: writer.call(), args });
    }
    await writer.close();
    const lines = await all(writer.path);
    expect(lines.map((line) => line.op === 'read' && line.phase === 'invoke' && line.args.seq)).toEqual(
      Array.from({ length: 3_000 }, (_, i) => i),
    );
    expect(lines.every(({ t }, i) => t >= (lines[i - 1]?.t ?? 0))).toBe(true);
  });

  it('bears a last line that was cut off, and no other', async () => {
    const writer = new HistoryWriter(join(dir, 'log'));
    writer.write({ process: 'nemesis', phase: 'mark', op: 'fault-heal', result: { id: 1, bit: 1 } });
    await writer.close();
    appendFileSync(writer.path, '{"t":17,"proc');
    expect(await all(writer.path)).toHaveLength(1);
    appendFileSync(
      writer.path,
      '\n{"t":18,"process":"x","phase":"mark","op":"fault-heal","result":{"id":2,"bit":1}}\n',
    );
    await expect(all(writer.path)).rejects.toThrow('line 2 is no line of a history');
  });
});

describe('tokens', () => {
  it('are found in any text, and none is the beginning of another', () => {
    const [one, twelve] = [1, 12].map((counter) => tokenText({ seed: '7f', user: 'u1', counter }));
    expect(twelve!.includes(one!)).toBe(false);
    expect(tokensIn(`{"body":"${one} and ${twelve}"}`)).toEqual([one, twelve]);
    expect([tokenIn(null), tokenIn('nothing')]).toEqual([null, null]);
  });
});

describe('outcomeOf', () => {
  const of = (code: string, status: number, unanswered?: number) => outcomeOf({ code, status }, unanswered);

  it('takes the contract by its word: a refusal stored nothing, but for the codes that say otherwise', () => {
    const unknown = Object.entries(PLATFORM_ERRORS).filter(([code, { status }]) => of(code, status) === 'info');
    expect(unknown.map(([code]) => code)).toEqual(['platform.idempotency_running', 'platform.outcome_unknown']);
    expect(of('messaging.conversation_not_found', 404)).toBe('fail');
    expect(of('messaging.changed_meanwhile', 503)).toBe('fail');
  });

  it('takes no answer, and answers that are not the server’s, for info', () => {
    expect([of('client.timeout', 0), of('client.network', 0), of('client.unexpected_answer', 502)]).toEqual(
      Array(3).fill('info'),
    );
    expect([of('platform.invented', 503), of('', 502)]).toEqual(['info', 'info']);
  });

  it('lets a refused repeat say something about unanswered tries only where somebody looked for the first answer', () => {
    expect(of('messaging.conversation_not_found', 404, 1)).toBe('fail');
    expect([of('platform.rate_limited', 429, 1), of('messaging.changed_meanwhile', 503, 1)]).toEqual(['info', 'info']);
  });
});

describe('seenEntry', () => {
  const sent = {
    messageId: 'm',
    clientMessageId: 'c',
    body: 'hello ~7f:u1:1~',
    replyToSeq: null,
    mentions: ['b', 'a'],
    mentionsAll: false,
  };
  const entry = (data: object) =>
    seenEntry({ seq: 1, aclVersion: 1, type: 'messaging.message-sent.v1', actorId: 'u', data });

  it('hashes alike whatever the order of keys, and keeps what a delete takes apart from what it leaves', () => {
    const whole = entry(sent);
    expect(whole).toMatchObject({ token: '~7f:u1:1~' });
    expect(entry(Object.fromEntries(Object.entries(sent).reverse()))).toEqual(whole);
    expect(entry({ ...sent, body: null, mentions: [] })).toEqual({ ...whole, text: null, token: null });
    expect(entry({ ...sent, body: 'other' }).text).not.toBe(whole.text);
    expect(entry({ ...sent, replyToSeq: 1 }).hash).not.toBe(whole.hash);
  });
});

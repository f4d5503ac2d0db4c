import type { CursorView, UnreadView } from '../../../src/contract/index.js';
import type { Line } from '../history/index.js';
import type { Call } from '../model/history.js';
import { unreadAt, unreadOf, type Unread } from '../model/standing.js';
import { type Finding, type Invariant, nameOf, short, type Tally, type World } from './invariant.js';

export const I16: Invariant = {
  id: 'I16',
  sentence: 'Unread is what others said above the cursor, visible and not deleted; never negative; mentions likewise',
  unit: 'counts',
  *check(world, tally) {
    if (!world.model.complete) return;
    yield* duringTheRun(world, tally);
    for (const line of world.history.finals('standing')) {
      const { userId, conversationId, node, ...standing } = line.result;
      const conversation = world.model.conversations.get(conversationId);
      if (!conversation?.membership.current(userId)) continue;
      tally.looked += 1;
      const wanted = unreadOf(conversation.messages, userId, standing.readSeq);
      const who = line.device ?? `${node} for ${nameOf(world, userId)}`;
      if (fits(standing, wanted)) continue;
      yield drift(`${who} ends with`, userId, conversationId, standing, wanted, { lines: [line] });
    }
  },
};

/** A resume counts exactly at the number it names. */
function* duringTheRun(world: World, tally: Tally): Iterable<Finding> {
  const { history } = world;
  for (const call of history.of('resume')) {
    if (call.outcome !== 'ok' || history.epochOf(call, call.result!.epoch) !== history.epoch) continue;
    for (const [id, answer] of Object.entries(call.result!.conversations)) {
      const log = world.model.conversations.get(id)?.log;
      if (answer.kind === 'removed' || !log) continue;
      tally.looked += 1;
      const { unread, cursor } = answer;
      const wanted = unreadAt(log, call.userId, cursor.readSeq, unread.atSeq);
      if (fits(unread, wanted)) continue;
      const who = `${call.device ?? nameOf(world, call.userId)} resumed with`;
      yield drift(who, call.userId, id, { ...unread, ...cursor }, wanted, { calls: [call] });
    }
  }
}

const fits = (told: { messages: number; mentions: number }, wanted: Unread): boolean =>
  told.messages === wanted.messages && told.mentions >= 0 && (wanted.mentions ?? told.mentions) === told.mentions;

function drift(
  who: string,
  userId: string,
  conversationId: string,
  { messages, mentions, atSeq, readSeq }: UnreadView & Pick<CursorView, 'readSeq'>,
  wanted: Unread,
  seen: { lines?: Line[]; calls?: Call[] },
): Finding {
  const right = `${wanted.messages} and ${wanted.mentions ?? 'some'}`;
  return {
    anomaly: 'counter drift',
    says: `${who} ${messages} unread and ${mentions} mentions in ${short(conversationId)} at ${atSeq}, read to ${readSeq}; right is ${right}`,
    ...{ userId, conversationId, numbers: { messages, mentions, wanted: wanted.messages, atSeq, readSeq } },
    focus: { conversationId, seqs: [readSeq, atSeq], ...seen },
  };
}

import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LIMITS, type ResumeInput } from '../../contract/index.js';
import { visibleFrom } from '../../groups/index.js';
import { type CommittedEntry, JournalReader, type RangeWanted } from '../../platform/journal/index.js';
import { eventsJson } from './event-json.js';
import { StandingOf, type StandingInConversation } from './standing-of.js';

/** Most entries, and bytes of them, that one answer fills in; conversations beyond are reset. */
const MOST_ENTRIES = 2_000;
const MOST_BYTES = 2 * 1024 * 1024;

export interface Resumed {
  /** `ResumeResult` of the contract; entries keep the JSON they were stored with. */
  json: string;
  /** Stream id → the number up to which this answer is complete. */
  upTo: Map<string, number>;
}

/**
 * What a client that comes back has missed: per conversation the complete range after its number or an explicit reset, never
 * a silent hole (invariant I11). Conversations it does not name yet are answered too, those it lost are named as removed.
 * Four statements, however many conversations: memberships, their states, the head of the user's log, all ranges.
 */
export class Resume extends Query<Resumed> {
  constructor(
    readonly userId: string,
    readonly input: ResumeInput,
  ) {
    super();
  }
}

@QueryHandler(Resume)
export class ResumeHandler implements IQueryHandler<Resume> {
  constructor(
    private readonly standing: StandingOf,
    private readonly reader: JournalReader,
  ) {}

  async execute({ userId, input }: Resume): Promise<Resumed> {
    const [epoch, head, standings] = await Promise.all([
      this.reader.epoch(),
      this.reader.head(userId),
      this.standing.inAll(userId),
    ]);
    const userHead = head?.lastSeq ?? 0;
    // Numbers of another history mean nothing here.
    const known: Omit<ResumeInput, 'epoch'> = input.epoch === epoch ? input : { userSeq: -1, conversations: {} };
    const wanted = withinReach([
      range('user', userId, known.userSeq, userHead, 1),
      ...standings.map((s) =>
        range('conversation', s.conversationId, known.conversations[s.conversationId] ?? -1, s.headSeq, visibleFrom(s)),
      ),
    ]);
    const entries = await this.reader.ranges(wanted.filter((w) => w.from <= w.to));
    const events = completeOnly(wanted, entries);
    const gone = Object.keys(input.conversations).filter((id) => !standings.some((s) => s.conversationId === id));
    const members = [
      ...standings.map((s) => `"${s.conversationId}":${conversationJson(s, events.get(s.conversationId))}`),
      ...gone.map((id) => `"${id}":{"kind":"removed"}`),
    ];
    const json = `{"epoch":"${epoch}","user":${answerJson(userHead, events.get(userId))},"conversations":{${members.join(',')}}}`;
    return {
      json,
      upTo: new Map([[userId, userHead], ...standings.map((s) => [s.conversationId, s.headSeq] as const)]),
    };
  }
}

/** The range after a client's number; null where that number is none of this log, too old, or before what it may see. */
function range(
  kind: RangeWanted['kind'],
  streamId: string,
  seq: number,
  headSeq: number,
  from: number,
): RangeWanted | null {
  const behind = headSeq - seq;
  const sound = seq >= from - 1 && behind >= 0 && behind <= LIMITS.resumeMax;
  return sound ? { kind, streamId, from: seq + 1, to: headSeq } : null;
}

/** The shortest ranges first, so that as many conversations as possible go on without a reset. */
function withinReach(ranges: ReadonlyArray<RangeWanted | null>): RangeWanted[] {
  let left = MOST_ENTRIES;
  return ranges
    .filter((r) => r !== null)
    .sort((a, b) => a.to - a.from - (b.to - b.from))
    .filter((r) => (left -= r.to - r.from + 1) >= 0);
}

/** What the log no longer keeps whole is left out, and so is what would make the answer too large. */
function completeOnly(
  wanted: readonly RangeWanted[],
  found: ReadonlyMap<string, CommittedEntry[]>,
): Map<string, string> {
  const complete = new Map<string, string>();
  let bytes = 0;
  for (const { streamId, from, to } of wanted) {
    const entries = found.get(streamId) ?? [];
    if (entries.length !== to - from + 1) continue;
    const json = eventsJson(entries);
    if ((bytes += json.length) <= MOST_BYTES) complete.set(streamId, json);
  }
  return complete;
}

const answerJson = (headSeq: number, events: string | undefined, rest = ''): string =>
  events === undefined
    ? `{"kind":"reset","headSeq":${headSeq}${rest}}`
    : `{"kind":"range","headSeq":${headSeq},"events":${events}${rest}}`;

const conversationJson = ({ headSeq, unread, cursor }: StandingInConversation, events: string | undefined): string =>
  answerJson(headSeq, events, `,"unread":${JSON.stringify(unread)},"cursor":${JSON.stringify(cursor)}`);

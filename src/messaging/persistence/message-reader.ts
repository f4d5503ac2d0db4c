import { Injectable } from '@nestjs/common';
import type { MessagePage, MessageVersionView, MessageView } from '../../contract/index.js';
import { Database } from '../../platform/database/index.js';
import { shardOf } from '../../platform/journal/index.js';
import { MESSAGE_COLUMNS, messageView, type MessageRow } from './message-view.js';

/** What part of a conversation a reader wants: up to `older` messages below `pivot`, up to `newer` from it on. */
export interface Window {
  pivot: number;
  older: number;
  newer: number;
}

/** On what strength somebody reads: membership as of `aclVersion`, from the number `from` on. */
export interface Visible {
  conversationId: string;
  aclVersion: number;
  from: number;
}

/** Membership changed since the reader's was looked up: nothing was read. */
export const STALE = Symbol('stale');

// Every read joins the log's head as of the reader's membership, in one snapshot: a removal that has committed hides all.
const MEMBER_AT = `FROM streams s LEFT JOIN`;
const ONLY = `WHERE s.shard = $1 AND s.stream_id = $2 AND s.acl_version = $3`;
const KEY = `shard = s.shard AND conversation_id = s.stream_id AND seq >= $4`;

const ONE = `SELECT ${MESSAGE_COLUMNS} ${MEMBER_AT} messages m
  ON m.shard = s.shard AND m.conversation_id = s.stream_id AND m.seq >= $4 AND m.seq = $5 ${ONLY}`;
const PAGE = `SELECT s.last_seq AS head, page.* ${MEMBER_AT} LATERAL (
  (SELECT ${MESSAGE_COLUMNS} FROM messages m WHERE ${KEY} AND seq < $5 ORDER BY seq DESC LIMIT $6)
  UNION ALL
  (SELECT ${MESSAGE_COLUMNS} FROM messages m WHERE ${KEY} AND seq >= $5 ORDER BY seq LIMIT $7)) page ON true
  ${ONLY} ORDER BY page.seq`;
const VERSIONS = `SELECT v.version, v.body, v.at ${MEMBER_AT} LATERAL (
  SELECT version, body, at FROM message_versions WHERE ${KEY} AND seq = $5
  UNION ALL
  SELECT version, body, sent_at FROM messages WHERE ${KEY} AND seq = $5 AND (version = 1 OR body IS NULL)) v ON true
  ${ONLY} ORDER BY v.version`;

/** Reads of messages by number; keyset only. */
@Injectable()
export class MessageReader {
  constructor(private readonly database: Database) {}

  async one(visible: Visible, seq: number): Promise<MessageView | null | typeof STALE> {
    const [row] = await this.read<MessageRow>('message-one', ONE, visible, seq);
    if (!row) return STALE;
    return row.seq === null ? null : messageView(visible.conversationId, row);
  }

  /** `headSeq` and the page come from one snapshot: a client goes on from exactly this number. */
  async page(visible: Visible, { pivot, older, newer }: Window): Promise<MessagePage | typeof STALE> {
    const rows = await this.read<MessageRow & { head: number }>(
      'message-page',
      PAGE,
      visible,
      pivot,
      older + 1,
      newer + 1,
    );
    if (rows.length === 0) return STALE;
    const found = rows.filter((r) => r.seq !== null);
    const before = found.filter((r) => r.seq < pivot);
    const after = found.filter((r) => r.seq >= pivot);
    const hasMoreBefore = before.length > older;
    const shown = [...before.slice(hasMoreBefore ? 1 : 0), ...after.slice(0, newer)];
    return {
      messages: shown.map((r) => messageView(visible.conversationId, r)),
      hasMoreBefore,
      hasMoreAfter: after.length > newer,
      headSeq: rows[0]!.head,
    };
  }

  /** Every text the message has had, oldest first; none after a delete. Null: no such message. */
  async versions(visible: Visible, seq: number): Promise<MessageVersionView[] | null | typeof STALE> {
    const rows = await this.read<{ version: number; body: string; at: Date }>(
      'message-versions',
      VERSIONS,
      visible,
      seq,
    );
    if (rows.length === 0) return STALE;
    if (rows[0]!.version === null) return null;
    return rows
      .filter((r) => r.body !== null)
      .map(({ version, body, at }) => ({ version, body, at: at.toISOString() }));
  }

  private read<Row>(name: string, sql: string, visible: Visible, ...rest: number[]): Promise<Row[]> {
    const { conversationId, aclVersion, from } = visible;
    return this.database.named<Row>(name, sql, [shardOf(conversationId), conversationId, aclVersion, from, ...rest]);
  }
}

import type {
  AnyConversationEvent as ConversationEvent,
  ConversationPreviewView,
  ConversationSettingsView,
  ConversationView,
  MessagePreviewView,
} from '../../src/contract/index.js';
import { messageOf } from '../timeline/fold.js';
import { foldPreview, previewOf } from './last-message.js';
import { Unread } from './unread.js';

/** One row of the conversation list. */
export interface ConversationItem extends Omit<ConversationView, 'headSeq' | 'aclVersion'> {
  /** The last number applied here. */
  appliedSeq: number;
  unread: { messages: number; mentions: number };
  readSeq: number;
  /** Of the users typing right now, not oneself. */
  typing: string[];
  /** The last message this user may see, its text shortened; null when there is none, or none is known yet. */
  lastMessage: MessagePreviewView | null;
  /** When it was sent, or when this user joined, whichever is later. */
  lastActivityAt: string;
  /** Shown from what this device kept: the server has not told yet how it is now. */
  fromDevice: boolean;
}

/** Entries that change what is known are kept for a view or preview that was read before them. */
const MOST_CHANGES = 200;
const CHANGES = /^(groups\.|messaging\.message-(edited|deleted)\.)/;

/** A conversation's own state: the server's view of it with later entries folded in. */
export class Conversation {
  readonly unread: Unread;
  appliedSeq = 0;
  lastMessage: MessagePreviewView | null = null;
  /** The view lacks entries that were skipped; another one is needed. */
  stale = true;
  /** Null until the server has told what it is. */
  private view: ConversationView | null = null;
  private settings: ConversationSettingsView = { favourite: false, muted: false, atSeq: 0 };
  private readonly changes: ConversationEvent[] = [];

  constructor(
    readonly id: string,
    private readonly me: string,
  ) {
    this.unread = new Unread(me);
  }

  /** What the server says it is. It may have been read before entries that were applied here meanwhile. */
  learn(view: ConversationView): void {
    this.configure(view.settings);
    if (!this.stale && this.view && this.view.headSeq > view.headSeq) return;
    this.view = this.changes.reduce((known, event) => this.folded(known, event), view);
    this.stale = false;
  }

  /** The newer of two is kept, whichever comes first. */
  configure(settings: ConversationSettingsView): void {
    if (settings.atSeq > this.settings.atSeq) this.settings = settings;
  }

  get muted(): boolean {
    return this.settings.muted;
  }

  apply(event: ConversationEvent): void {
    this.appliedSeq = event.seq;
    this.unread.apply(event);
    if (event.type === 'messaging.message-sent.v1') this.lastMessage = previewOf(messageOf(event));
    else if (this.lastMessage) this.lastMessage = foldPreview(this.lastMessage, event);
    if (CHANGES.test(event.type)) this.changes.push(event);
    if (this.changes.length > MOST_CHANGES) this.changes.shift();
    if (this.view) this.view = this.folded(this.view, event);
  }

  /** The last message as the server says. It may have been read before entries that were applied here meanwhile. */
  preview({ lastMessage, atSeq }: Pick<ConversationPreviewView, 'lastMessage' | 'atSeq'>): void {
    if (!lastMessage || lastMessage.seq < (this.lastMessage?.seq ?? 0)) return;
    this.lastMessage = this.changes.filter((event) => event.seq > atSeq).reduce(foldPreview, lastMessage);
  }

  item(typing: string[]): ConversationItem | null {
    if (!this.view) return null;
    const { headSeq: _, aclVersion: __, ...view } = this.view;
    return {
      ...view,
      settings: this.settings,
      appliedSeq: this.appliedSeq,
      unread: this.unread.value,
      readSeq: this.unread.readSeq,
      typing: typing.filter((userId) => userId !== this.me),
      lastMessage: this.lastMessage,
      lastActivityAt: later(this.lastMessage?.sentAt ?? '', view.joinedAt),
      fromDevice: false,
    };
  }

  private folded(view: ConversationView, event: ConversationEvent): ConversationView {
    // An entry the view was read after is in it already.
    if (event.seq <= view.headSeq) return view;
    const next = { ...view, headSeq: event.seq, aclVersion: event.aclVersion };
    if (event.type === 'groups.title-changed.v1') next.title = event.data.title;
    if (event.type === 'groups.role-changed.v1' && event.data.userId === this.me) next.role = event.data.role;
    if (event.type === 'groups.member-added.v1') next.memberCount += 1;
    if (event.type === 'groups.member-removed.v1' || event.type === 'groups.member-left.v1') next.memberCount -= 1;
    return next;
  }
}

/** Times of the wire have one form, so that text compares as time. */
const later = (a: string, b: string): string => (a > b ? a : b);

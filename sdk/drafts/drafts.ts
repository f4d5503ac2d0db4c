import type { DraftView } from '../../src/contract/index.js';
import { ParleyError } from '../errors.js';
import { type Observable, View } from '../observe/view.js';
import type { Store } from '../store/store.js';
import { type Draft, DraftState, EMPTY, type StoredDraft } from './draft.js';

export interface DraftsDeps {
  store: Store;
  /** The user's id. */
  me: string;
  save: (id: string, draft: Pick<Draft, 'body' | 'replyToSeq'>, keepalive: boolean) => Promise<DraftView>;
  get: (id: string) => Promise<DraftView>;
  all: () => Promise<DraftView[]>;
  /** Whether the server can be asked now; `resumed` is called when that changes. */
  ready: () => boolean;
}

/** A draft is saved when the user pauses, at the latest after a while, and never twice within the pause. */
const PAUSE_MS = 2_000;
const AT_LATEST_MS = 10_000;

/**
 * What this user has begun to write, in every conversation: kept in the store with each change, so that a reload loses
 * nothing, and on the server for his other devices. The last writer wins.
 */
export class Drafts {
  private readonly states = new Map<string, DraftState>();
  private readonly views = new Map<string, View<Draft>>();
  private readonly writes = new Set<Promise<void>>();
  /** Entries may have told of drafts that were not fetched. */
  private outdated = true;
  private closed = false;
  /** All drafts with text, by conversation. */
  readonly all = new View<ReadonlyMap<string, Draft>>(() => this.withText());

  constructor(private readonly deps: DraftsDeps) {}

  /** The draft of one conversation, always the same observable; an empty text where there is none. */
  of(conversationId: string): Observable<Draft> {
    let view = this.views.get(conversationId);
    if (!view)
      this.views.set(conversationId, (view = new View<Draft>(() => this.states.get(conversationId)?.kept ?? EMPTY)));
    return view;
  }

  /** Call with each change of the composer; an empty text is no draft. */
  set(conversationId: string, body: string, options: { replyToSeq?: number | null } = {}): void {
    const state = this.state(conversationId);
    const due = state.write(body, options.replyToSeq ?? null);
    this.changed(conversationId);
    if (due) this.schedule(conversationId, state);
    else this.rest(state);
  }

  /** Call when the message was sent or given up. */
  clear(conversationId: string): void {
    this.set(conversationId, '');
  }

  /** Saves now what waits, for instance when the page loses the focus or goes away. Resolves when all of it is settled. */
  async flush(): Promise<void> {
    const saves = [...this.states].map(async ([id, state]) => {
      await state.saving;
      if (!state.kept.synced) await this.save(id, state, true);
    });
    await Promise.allSettled([...saves, ...this.writes]);
  }

  /** Takes up what the store kept. */
  async load(): Promise<void> {
    for (const [key, kept] of await this.deps.store.entries(this.key(''))) {
      const state = this.state(key.slice(this.key('').length));
      // The first list says what the server has; numbers of an earlier run may be of another history.
      state.kept = { ...(kept as StoredDraft), atSeq: 0 };
      state.server = state.kept.synced ? state.kept : null;
    }
    this.all.invalidate();
  }

  /** The connection stands again, and entries of the user's log were taken. */
  resumed(): void {
    if (this.outdated) this.refresh().catch(() => (this.outdated = true));
    for (const [id, state] of this.states) if (!state.kept.synced) this.schedule(id, state);
  }

  /** An entry of the user's log says that a draft changed; it may be this device's own doing. */
  told(conversationId: string, seq: number): void {
    const state = this.state(conversationId);
    state.toldSeq = Math.max(state.toldSeq, seq);
    if (!state.saving) this.fetch(conversationId, state);
  }

  /** Entries were skipped; with `anew` the numbers of before mean nothing any more. */
  outdate(anew = false): void {
    this.outdated = true;
    if (anew) for (const state of this.states.values()) state.kept = { ...state.kept, atSeq: (state.toldSeq = 0) };
  }

  remove(conversationId: string): void {
    const state = this.states.get(conversationId);
    if (!state) return;
    this.rest(state);
    state.kept = EMPTY;
    this.changed(conversationId);
    this.states.delete(conversationId);
  }

  /** No more of this user on this side; what is not saved stays in the store. */
  close(): void {
    this.closed = true;
    for (const state of this.states.values()) this.rest(state);
  }

  private async refresh(): Promise<void> {
    this.outdated = false;
    const found = await this.deps.all();
    for (const view of found) if (this.state(view.conversationId).accept(view)) this.changed(view.conversationId);
    const listed = new Set(found.map((view) => view.conversationId));
    // One that is not listed was given up, or begun since: it says so itself.
    for (const [id, { kept, saving }] of this.states) {
      if (!listed.has(id) && kept.body !== '' && kept.synced && !saving) await this.get(id);
    }
  }

  private fetch(id: string, state: DraftState): void {
    if (state.toldSeq <= state.kept.atSeq) return;
    void this.get(id);
  }

  /** What cannot be had now is looked for again with the next list; what is refused for good is not. */
  private async get(id: string): Promise<void> {
    try {
      const view = await this.deps.get(id);
      if (this.states.get(id)?.accept(view)) this.changed(id);
    } catch (error) {
      if (!(error instanceof ParleyError) || error.retryable) this.outdated = true;
    }
  }

  private schedule(id: string, state: DraftState): void {
    if (this.closed) return;
    const now = Date.now();
    state.waitingSince ||= now;
    const pause = state.kept.body === '' ? 0 : PAUSE_MS;
    const due = Math.max(Math.min(now + pause, state.waitingSince + AT_LATEST_MS), state.savedAt + PAUSE_MS);
    clearTimeout(state.timer ?? undefined);
    state.timer = setTimeout(() => void (this.deps.ready() && this.save(id, state, false)), due - now);
  }

  private rest(state: DraftState): void {
    clearTimeout(state.timer ?? undefined);
    state.timer = null;
    state.waitingSince = 0;
  }

  /** One at a time per conversation; what changes meanwhile follows. */
  private save(id: string, state: DraftState, keepalive: boolean): Promise<void> {
    return (state.saving ??= this.put(id, state, keepalive).finally(() => {
      state.saving = null;
      if (this.states.get(id) !== state) return;
      this.fetch(id, state);
    }));
  }

  private async put(id: string, state: DraftState, keepalive: boolean): Promise<void> {
    this.rest(state);
    state.savedAt = Date.now();
    const sent = state.kept;
    try {
      state.saved(sent, await this.deps.save(id, { body: sent.body, replyToSeq: sent.replyToSeq }, keepalive));
      this.changed(id);
    } catch (error) {
      // Refused for good (too long, no longer a member): it stays here, and is tried again when it changes.
      if (!(error instanceof ParleyError) || !error.retryable || !this.deps.ready()) return;
    }
    if (!state.kept.synced) this.schedule(id, state);
  }

  private changed(id: string): void {
    this.views.get(id)?.invalidate();
    this.all.invalidate();
    const kept = this.states.get(id)?.kept;
    if (!kept) return;
    const gone = kept.body === '' && kept.synced;
    const written = gone ? this.deps.store.delete(this.key(id)) : this.deps.store.set(this.key(id), kept);
    // A store that is full keeps nothing; what is here is still saved on the server.
    const write = written.catch(() => undefined).finally(() => this.writes.delete(write));
    this.writes.add(write);
  }

  private state(id: string): DraftState {
    let state = this.states.get(id);
    if (!state) this.states.set(id, (state = new DraftState()));
    return state;
  }

  private withText(): ReadonlyMap<string, Draft> {
    return new Map([...this.states].filter(([, { kept }]) => kept.body !== '').map(([id, { kept }]) => [id, kept]));
  }

  private key(conversationId: string): string {
    return `draft/${this.deps.me}/${conversationId}`;
  }
}

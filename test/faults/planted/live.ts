import type { ResumeResult } from '../../../src/contract/index.js';
import { type Resume, type Resumed, ResumeHandler } from '../../../src/messaging/use-cases/resume.js';
import { PlatformError } from '../../../src/platform/errors/index.js';
import { type CommittedEntry, JournalReader } from '../../../src/platform/journal/index.js';
import type { Membership } from '../../../src/platform/realtime/index.js';
import { Gate } from '../../../src/platform/realtime/streams/gate.js';
import { Heads } from '../../../src/platform/realtime/streams/heads.js';
import { Stream } from '../../../src/platform/realtime/streams/stream.js';
import { MemoryLeaseStore } from '../../../src/presence/persistence/memory-lease-store.js';
import { RedisLeaseStore } from '../../../src/presence/persistence/redis-lease-store.js';
import type { LeaseStore } from '../../../src/presence/persistence/lease-store.js';
import { every, patch } from './patch.js';

interface Checked {
  apply(membership: Membership | null): void;
  aclVersion: number;
  seenAclVersion: number;
}

/** Listeners are never checked against a changed membership. */
export function deliverToRemoved(): void {
  patch<Checked, 'apply'>(Stream, 'apply', () => {
    return function (this: Checked, membership: Membership | null) {
      this.aclVersion = Math.max(this.aclVersion, membership?.aclVersion ?? 0);
      this.seenAclVersion = Math.max(this.seenAclVersion, this.aclVersion);
    };
  });
}

/** Live entries get lost here and there, and without the beat of the heads only a later entry of the same log tells. */
export function loseLastEvent(): void {
  const due = every(20);
  patch<Pick<Gate, 'offer'>, 'offer'>(Gate, 'offer', (original) => {
    return function (this: Pick<Gate, 'offer'>, entry: CommittedEntry) {
      if (entry.kind !== 'conversation' || !due()) original.call(this, entry);
    };
  });
  patch<Pick<Heads, 'start'>, 'start'>(Heads, 'start', () => () => undefined);
}

/** A resume leaves an entry out of the middle of a range and says nothing. */
export function resumeHole(): void {
  patch<Pick<ResumeHandler, 'execute'>, 'execute'>(ResumeHandler, 'execute', (original) => {
    return async function (this: Pick<ResumeHandler, 'execute'>, query: Resume): Promise<Resumed> {
      const resumed = await original.call(this, query);
      const result = JSON.parse(resumed.json) as ResumeResult;
      for (const answer of Object.values(result.conversations)) {
        if (answer.kind === 'range' && answer.events.length > 2) answer.events.splice(1, 1);
      }
      return { ...resumed, json: JSON.stringify(result) };
    };
  });
}

/** Here and there a node refuses a user for ever when he resumes, retryably: his sockets stay open and never catch up. */
export function refuseResume(): void {
  const due = every(10);
  const refused = new Set<string>();
  let resumes = 0;
  patch<Pick<ResumeHandler, 'execute'>, 'execute'>(ResumeHandler, 'execute', (original) => {
    return async function (this: Pick<ResumeHandler, 'execute'>, query: Resume): Promise<Resumed> {
      // Not before everybody has come: who never was live has not begun.
      if (++resumes > 40 && due()) refused.add(query.userId);
      if (refused.has(query.userId)) throw new PlatformError('platform.unavailable');
      return original.call(this, query);
    };
  });
}

/** The history's name is made up once and for all: a restored database has the same one. */
export function reuseAfterRestore(): void {
  const epoch = '00000000-0000-7000-8000-000000000001';
  patch<Pick<JournalReader, 'epoch'>, 'epoch'>(JournalReader, 'epoch', () => async () => epoch);
  patch<Pick<JournalReader, 'refreshEpoch'>, 'refreshEpoch'>(JournalReader, 'refreshEpoch', () => async () => epoch);
}

/** A device that came never goes. */
export function ghostPresence(): void {
  for (const store of [MemoryLeaseStore, RedisLeaseStore]) {
    patch<LeaseStore, 'release'>(store, 'release', () => async () => null);
    patch<LeaseStore, 'sweep'>(store, 'sweep', () => async () => []);
    patch<LeaseStore, 'hold'>(store, 'hold', (original) => {
      return function (this: LeaseStore, userId: string, holder: string, away: boolean, forMs: number) {
        return original.call(this, userId, holder, away, forMs * 1_000);
      };
    });
  }
}

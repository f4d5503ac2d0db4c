import { expect, it } from 'vitest';
import type { MemberView } from '../../src/contract/index.js';
import { MemberList } from './member-list.js';

it('loads again when entries were skipped while it was loading', async () => {
  const answers: Array<(ids: string[]) => void> = [];
  const members = (ids: string[]) => ids.map((userId) => ({ userId, role: 'member', joinedSeq: 1 }) as MemberView);
  const list = new MemberList(() => new Promise((resolve) => answers.push((ids) => resolve(members(ids)))));
  const opened = list.open();
  list.outdate();
  list.resumed();
  answers[0]!(['ann', 'bob']);
  await expect.poll(() => answers.length).toBe(2);
  answers[1]!(['ann']);
  await opened;
  expect(list.get().members.map(({ userId }) => userId)).toEqual(['ann']);
  await list.open();
  expect(answers).toHaveLength(2);
});

import { expect, it } from 'vitest';
import type { Person } from './support/person.js';
import { describeInBrowser } from './support/web.js';

const bell = ({ page }: Person, name: string) => page.getByRole('link', { name, exact: true });

await describeInBrowser('notifications', (web) => {
  it('come live, open in their place, and are read in every tab at once', async () => {
    const ann = await web.person('Ann Arbor');
    const bob = await web.person('Bob Bristol');
    const { page } = ann;
    await bell(ann, 'Notifications').click();
    await page.getByText('Nothing wants your attention').waitFor();

    const group = await bob.post<{ id: string }>('/v1/conversations', {
      kind: 'group',
      title: 'Harbour works',
      userIds: [ann.userId],
    });
    await page.getByRole('link', { name: /Bob Bristol added you to Harbour works/ }).waitFor();
    const send = (conversationId: string, body: string) =>
      bob.post(`/v1/conversations/${conversationId}/messages`, { clientMessageId: crypto.randomUUID(), body });
    const { seq } = (await send(group.id, `@${ann.username} bring the *keys*`)) as { seq: number };
    const direct = await bob.post<{ id: string }>('/v1/conversations', { kind: 'direct', userId: ann.userId });
    await send(direct.id, 'Are you there?');
    await page.getByRole('link', { name: /Bob Bristol wrote to you.*Are you there\?/ }).waitFor();
    const mention = page.getByRole('link', { name: /Bob Bristol mentioned you in Harbour works.*bring the keys/ });
    await mention.waitFor();
    await bell(ann, '3 unread notifications').waitFor();

    // A second tab of the same browser.
    const tab = await ann.context.newPage();
    await tab.goto('/notifications');
    await tab.getByRole('link', { name: '3 unread notifications' }).waitFor();
    await mention.click();
    await page.waitForURL(`**/c/${group.id}/${seq}`);
    await page.getByRole('log', { name: 'Messages' }).getByText('keys', { exact: true }).waitFor();
    await tab.getByRole('link', { name: '3 unread notifications' }).waitFor({ state: 'detached' });
    await tab.getByRole('button', { name: 'Mark all as read' }).click();
    await bell(ann, 'Notifications').waitFor();
    await expect.poll(() => tab.getByRole('button', { name: 'Mark as read' }).count()).toBe(0);
    expect(await tab.getByRole('main').getByRole('listitem').filter({ hasText: 'wrote to you' }).count()).toBe(1);
  });
});

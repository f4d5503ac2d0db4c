import { expect, it } from 'vitest';
import type { Person } from './support/person.js';
import { describeInBrowser } from './support/web.js';

const panel = ({ page }: Person) => page.getByRole('complementary', { name: 'Members' });
const member = (person: Person, name: string) => panel(person).getByRole('listitem').filter({ hasText: name });

await describeInBrowser('the members of a group', (web) => {
  it('are added, given roles, removed and renamed for, and everybody in it sees it', async () => {
    const ann = await web.person('Ann Arbor');
    const bob = await web.person('Bob Bristol');
    const carla = await web.person('Carla Coast');
    const group = await ann.post<{ id: string }>('/v1/conversations', {
      kind: 'group',
      title: 'Harbour works',
      userIds: [bob.userId],
    });
    for (const person of [ann, bob]) await person.page.goto(`/c/${group.id}/members`);
    await member(bob, 'Ann Arbor').getByText('Owner').waitFor();
    await member(bob, 'Bob Bristol (you)').getByRole('img', { name: 'Online' }).waitFor();
    // A member may leave, and nothing else.
    await expect.poll(() => panel(bob).getByRole('button').allInnerTexts()).toEqual(['', 'Leave group']);

    await panel(ann).getByRole('button', { name: 'Add people' }).click();
    await ann.page.getByRole('combobox', { name: 'Add people' }).fill(carla.username);
    await ann.page.getByRole('option', { name: new RegExp(carla.username) }).click();
    await ann.page.getByRole('button', { name: 'Add', exact: true }).click();
    await member(bob, 'Carla Coast').waitFor();

    await member(ann, 'Bob Bristol').getByRole('button', { name: 'Change Bob Bristol' }).click();
    await ann.page.getByRole('menuitemradio', { name: 'Admin' }).click();
    await member(ann, 'Bob Bristol').getByText('Admin').waitFor();

    // What the role allows is there at once: Bob renames and removes, but not the owner.
    await panel(bob).getByRole('button', { name: 'Rename group' }).click();
    await bob.page.getByRole('textbox', { name: 'Title of the group' }).fill('Quay works');
    await bob.page.keyboard.press('Enter');
    await ann.page.getByRole('heading', { name: 'Quay works' }).waitFor();
    expect(await member(bob, 'Ann Arbor').getByRole('button').count()).toBe(0);
    await member(bob, 'Carla Coast').getByRole('button', { name: 'Change Carla Coast' }).click();
    await bob.page.getByRole('menuitem', { name: 'Remove from group' }).click();
    await bob.page.getByRole('dialog', { name: 'Remove Carla Coast?' }).getByRole('button', { name: 'Remove' }).click();
    await member(ann, 'Carla Coast').waitFor({ state: 'detached' });
    await carla.page.getByText('No conversations yet').waitFor();
  });

  it('may leave, but not the last owner: the refusal says what to do', async () => {
    const ann = await web.person('Ann Arbor');
    const bob = await web.person('Bob Bristol');
    const { id } = await ann.post<{ id: string }>('/v1/conversations', {
      kind: 'group',
      title: 'Harbour works',
      userIds: [bob.userId],
    });
    ann.expectProblem(/409/);
    await ann.page.goto(`/c/${id}/members`);
    await panel(ann).getByRole('button', { name: 'Leave group' }).click();
    const dialog = ann.page.getByRole('dialog', { name: 'Leave “Harbour works”?' });
    await dialog.getByRole('button', { name: 'Leave' }).click();
    await dialog.getByText('A group needs an owner. Make another member an owner first.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();

    await member(ann, 'Bob Bristol').getByRole('button', { name: 'Change Bob Bristol' }).click();
    await ann.page.getByRole('menuitemradio', { name: 'Owner' }).click();
    await member(ann, 'Bob Bristol').getByText('Owner').waitFor();
    await panel(ann).getByRole('button', { name: 'Leave group' }).click();
    await dialog.getByRole('button', { name: 'Leave' }).click();
    await ann.page.waitForURL(/\/$/);
    await ann.page.getByText('No conversations yet').waitFor();
  });
});

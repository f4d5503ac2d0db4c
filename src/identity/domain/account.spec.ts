import { describe, expect, it } from 'vitest';
import { newId } from '../../shared/ids.js';
import { OwnAccount } from '../errors.js';
import { Account } from './account.js';

const account = () =>
  new Account({
    id: newId(),
    username: 'ada',
    displayName: 'Ada',
    passwordHash: 'h1',
    isAdmin: false,
    disabledAt: null,
    createdAt: new Date(0),
  });

describe('an account', () => {
  it('tells of a new name, and of no name that stayed', () => {
    const ada = account();
    ada.rename('Ada');
    expect(ada.pull()).toEqual([]);
    ada.rename('Ada L.');
    expect(ada.pull()).toEqual([
      { kind: 'user', type: 'identity.profile-changed.v1', payload: { displayName: 'Ada L.' } },
    ]);
  });

  it('tells of a new password, and of no renewed hash', () => {
    const ada = account();
    ada.rehash('h2');
    expect(ada.pull()).toEqual([]);
    ada.changePassword('h3', 's1');
    expect(ada.pull()).toEqual([
      { kind: 'account', type: 'identity.password-changed.v1', payload: { sessionId: 's1' } },
    ]);
    expect(ada.snapshot.passwordHash).toBe('h3');
  });

  it('is disabled once and enabled again, never by itself', () => {
    const ada = account();
    expect(() => ada.disable(ada.id, new Date(1))).toThrow(OwnAccount);
    ada.disable(newId(), new Date(1));
    ada.disable(newId(), new Date(2));
    expect(ada.snapshot.disabledAt).toEqual(new Date(1));
    expect(ada.view().disabled).toBe(true);
    ada.enable();
    expect(ada.view().disabled).toBe(false);
  });

  it('shows nobody its hash', () => {
    expect(Object.keys(account().view()).sort()).toEqual([
      'createdAt',
      'disabled',
      'displayName',
      'id',
      'isAdmin',
      'username',
    ]);
  });
});

/** Every view is an address. The only place that knows how they are spelled; links, features and the router use it. */
import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

export const views = {
  home: '/',
  signIn: '/sign-in',
  register: '/register',
  settings: '/settings',
  notifications: '/notifications',
  admin: '/admin',
  conversation: (id: string) => `/c/${id}`,
  /** A message in its place. */
  message: (id: string, seq: number) => `/c/${id}/${seq}`,
  members: (id: string) => `/c/${id}/members`,
} as const;

/** What lies over a view without leaving it: `?dialog=new`. */
export type DialogName = 'new' | 'keys' | 'switcher';

/** The dialog the address names, and how to open and close one. Back closes it too. */
export function useDialog(): { open: string | null; show: (name: DialogName) => void; close: () => void } {
  const [search, setSearch] = useSearchParams();
  const put = useCallback(
    (name: DialogName | null) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          if (name === null) next.delete('dialog');
          else next.set('dialog', name);
          return next;
        },
        { replace: name === null },
      ),
    [setSearch],
  );
  const show = useCallback((name: DialogName) => put(name), [put]);
  const close = useCallback(() => put(null), [put]);
  return { open: search.get('dialog'), show, close };
}

/** An address of this app to go to after signing in; anything else leads home. */
export function safeNext(next: string | null, origin = location.origin): string {
  if (!next?.startsWith('/') || !URL.canParse(next, origin)) return views.home;
  const url = new URL(next, origin);
  return url.origin === origin ? `${url.pathname}${url.search}` : views.home;
}

/** Where to sign in, and come back from. */
export const signInFrom = (path: string): string =>
  path === views.home ? views.signIn : `${views.signIn}?next=${encodeURIComponent(path)}`;

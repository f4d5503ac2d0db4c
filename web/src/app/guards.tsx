import { Navigate, Outlet, useLocation, useSearchParams } from 'react-router';
import { useClient, useObservable } from '../client/index.js';
import { safeNext, signInFrom } from '../views/index.js';

/** Views that need a user; without one, signing in leads back here. */
export function SignedIn() {
  const user = useObservable(useClient().user);
  const { pathname, search } = useLocation();
  // Another user is another app: no state of the one before is left.
  return user ? <Outlet key={user.id} /> : <Navigate to={signInFrom(`${pathname}${search}`)} replace />;
}

/** Views for who has no session; with one, on to where one wanted to go. */
export function SignedOut() {
  const user = useObservable(useClient().user);
  const [search] = useSearchParams();
  return user ? <Navigate to={safeNext(search.get('next'))} replace /> : <Outlet />;
}

import { createContext, useContext } from 'react';
import type { ParleyClient, UserView } from '../../../sdk/index.js';
import { useObservable } from './observe.js';

export const ClientContext = createContext<ParleyClient | null>(null);

export function useClient(): ParleyClient {
  const client = useContext(ClientContext);
  if (!client) throw new Error('useClient needs a ClientContext around it');
  return client;
}

/** The signed-in user. Only below the guard of the router: without one there is no such view. */
export function useMe(): UserView {
  const me = useObservable(useClient().user);
  if (!me) throw new Error('useMe needs a signed-in user');
  return me;
}

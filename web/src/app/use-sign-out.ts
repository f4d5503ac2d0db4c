import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import { useClient } from '../client/index.js';
import { views } from '../views/index.js';

/** Ends the session and forgets where one was: who signs in next begins at the beginning. */
export function useSignOut(): () => void {
  const client = useClient();
  const navigate = useNavigate();
  return useCallback(() => {
    const leave = async () => {
      await navigate(views.home);
      await client.logout();
    };
    // Here he is signed out in any case, also where the store cannot forget him.
    leave().catch(() => undefined);
  }, [client, navigate]);
}

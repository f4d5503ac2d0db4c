import { Box, Button, Typography } from '@mui/material';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AdminUserView, SessionView } from '../../../../sdk/index.js';
import { useClient, useMe } from '../../client/index.js';
import { useFormat, useT, wordError } from '../../i18n/index.js';
import { ErrorNote } from '../../ui/index.js';
import { Ask } from './Ask.js';

/** Where an account is signed in, and the way to end one of it or all. One's own are ended in the settings. */
export function UserSessions({ user: { id, displayName: name } }: { user: AdminUserView }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const list = useSessions(id);
  const one = useRevoke(id);
  const all = useRevoke(id, () => setAsking(false));
  const error = list.error ?? one.error;
  const own = useMe().id === id;
  return (
    <Box sx={{ paddingInlineStart: { xs: 0, md: 6 }, paddingBlockStart: 1 }}>
      {error && <ErrorNote message={wordError(t, error)} />}
      <Box
        component="ul"
        aria-label={t('admin.sessionsList', { name })}
        sx={{ listStyle: 'none', margin: 0, padding: 0 }}
      >
        {list.data?.map((session) => (
          <Session key={session.id} session={session} end={own ? undefined : () => one.mutate(session.id)} />
        ))}
      </Box>
      {!own && (list.data?.length ?? 0) > 1 && (
        <Button size="small" color="error" onClick={() => setAsking(true)}>
          {t('admin.endAll')}
        </Button>
      )}
      {asking && (
        <Ask
          danger
          title={t('admin.endAllTitle', { name })}
          hint={t('admin.endAllHint')}
          confirm={t('admin.endAll')}
          deed={{ ...all, mutate: () => all.mutate(undefined) }}
          close={() => setAsking(false)}
        />
      )}
    </Box>
  );
}

function Session({ session, end }: { session: SessionView; end: (() => void) | undefined }) {
  const t = useT();
  const format = useFormat();
  const { device, createdAt, lastSeenAt, current } = session;
  return (
    <Box component="li" sx={{ display: 'flex', alignItems: 'center', gap: 1, minBlockSize: 40 }}>
      <Typography variant="body2" sx={{ flex: 1, minInlineSize: 0, overflowWrap: 'anywhere' }}>
        {device}{' '}
        <Typography component="span" variant="caption" color="textSecondary" title={format.full(createdAt)}>
          {t('settings.sessionTimes', { since: format.short(createdAt), seen: format.short(lastSeenAt) })}
        </Typography>
      </Typography>
      {current && (
        <Typography variant="caption" sx={{ color: 'success.main', fontWeight: 600 }}>
          {t('settings.thisSession')}
        </Typography>
      )}
      {end && (
        <Button size="small" color="error" aria-label={t('settings.endSessionOf', { device })} onClick={end}>
          {t('settings.endSession')}
        </Button>
      )}
    </Box>
  );
}

function useSessions(userId: string) {
  const { admin } = useClient().api;
  return useQuery({
    queryKey: ['admin', 'users', userId, 'sessions'],
    queryFn: () => admin.sessions(userId),
    staleTime: 0,
  });
}

/** Without a session's id all of them. */
function useRevoke(userId: string, done?: () => void) {
  const { admin } = useClient().api;
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (sessionId?: string) => admin.revokeSessions(userId, sessionId),
    onSuccess: done,
    // Also after a refusal: it may have ended meanwhile.
    onSettled: () => queries.invalidateQueries({ queryKey: ['admin', 'users'] }),
  });
}

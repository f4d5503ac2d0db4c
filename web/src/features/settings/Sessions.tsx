import { Box, Button, Skeleton } from '@mui/material';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../client/index.js';
import { useT, wordError } from '../../i18n/index.js';
import { ErrorNote } from '../../ui/index.js';
import { ConfirmDialog } from '../../ui/ConfirmDialog.js';
import { Section } from './Section.js';
import { SessionRow } from './SessionRow.js';

/** Where this account is signed in, and the way to end it there. */
export function Sessions() {
  const t = useT();
  const { data, error, refetch, revoke } = useSessions();
  const [asking, setAsking] = useState(false);
  const others = (data ?? []).filter((session) => !session.current).map(({ id }) => id);
  const again = { label: t('common.retry'), act: () => void refetch() };
  return (
    <Section title={t('settings.sessions')} hint={t('settings.sessionsHint')}>
      {error && <ErrorNote message={wordError(t, error)} action={again} />}
      {revoke.error && <ErrorNote message={wordError(t, revoke.error)} />}
      {!data && !error && <Skeleton height={56} />}
      <Box component="ul" aria-label={t('settings.sessions')} sx={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {data?.map((session) => (
          <SessionRow key={session.id} session={session} end={() => revoke.mutate([session.id])} />
        ))}
      </Box>
      {others.length > 0 && (
        <Button variant="outlined" color="error" sx={{ alignSelf: 'flex-start' }} onClick={() => setAsking(true)}>
          {t('settings.endOthers')}
        </Button>
      )}
      {asking && (
        <ConfirmDialog
          danger
          title={t('settings.endOthersTitle')}
          hint={t('settings.endOthersHint', { count: others.length })}
          confirm={t('settings.endOthersConfirm')}
          onConfirm={() => {
            revoke.mutate(others);
            setAsking(false);
          }}
          close={() => setAsking(false)}
        />
      )}
    </Section>
  );
}

function useSessions() {
  const { auth } = useClient().api;
  const queries = useQueryClient();
  const list = useQuery({ queryKey: ['sessions'], queryFn: () => auth.sessions(), staleTime: 0 });
  const revoke = useMutation({
    mutationFn: (ids: string[]) => Promise.all(ids.map((id) => auth.revokeSession(id))),
    // Also after a refusal: some of them may have ended.
    onSettled: () => Promise.all(['sessions', 'sign-ins'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  return { ...list, revoke };
}

import { Box, Button, Typography } from '@mui/material';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { SignInView } from '../../../../sdk/index.js';
import { useClient } from '../../client/index.js';
import { useFormat, useT, wordError } from '../../i18n/index.js';
import { ErrorNote } from '../../ui/index.js';
import { Section } from './Section.js';

const PAGE = 10;

/** When somebody signed in with this account, or tried to. */
export function SignIns() {
  const t = useT();
  const { auth } = useClient().api;
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['sign-ins'],
    queryFn: ({ pageParam }) => auth.signIns({ cursor: pageParam, limit: PAGE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  });
  const again = { label: t('common.retry'), act: () => void refetch() };
  return (
    <Section title={t('settings.signIns')} hint={t('settings.signInsHint')}>
      {error && <ErrorNote message={wordError(t, error)} action={again} />}
      <Box component="ol" aria-label={t('settings.signIns')} sx={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {data?.pages
          .flatMap(({ items }) => items)
          .map((line) => (
            <Line key={`${line.at} ${line.kind}`} line={line} />
          ))}
      </Box>
      {hasNextPage && (
        <Button sx={{ alignSelf: 'flex-start' }} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('settings.olderSignIns')}
        </Button>
      )}
    </Section>
  );
}

function Line({ line: { kind, at, device } }: { line: SignInView }) {
  const t = useT();
  const format = useFormat();
  return (
    <Box component="li" sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, paddingBlock: 0.5 }}>
      <Typography variant="body2" sx={{ flex: 1, color: kind === 'refused' ? 'error.main' : undefined }}>
        {t(`settings.signIn.${kind}`)}
        {device && ` · ${device}`}
      </Typography>
      <Typography variant="caption" component="time" dateTime={at} color="textSecondary">
        {format.full(at)}
      </Typography>
    </Box>
  );
}

import { Skeleton, TextField } from '@mui/material';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useClient } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { PagedList } from './PagedList.js';
import { Part } from './Part.js';
import { UserRow } from './UserRow.js';

const PAGE = 25;

/** Every account, or those whose names begin so. */
export function Users() {
  const t = useT();
  const { admin } = useClient().api;
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['admin', 'users', q],
    queryFn: ({ pageParam }) => admin.users({ q: q === '' ? undefined : q, cursor: pageParam, limit: PAGE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const users = data?.pages.flatMap(({ items }) => items);
  return (
    <Part title={t('admin.users')} error={error} again={() => void refetch()}>
      <TextField
        type="search"
        label={t('admin.findUser')}
        value={text}
        sx={{ maxInlineSize: 360 }}
        onChange={(event) => setText(event.target.value)}
      />
      {!users && !error && <Skeleton height={56} />}
      <PagedList
        label={t('admin.users')}
        nothing={t('new.nobody')}
        items={users}
        row={(user) => <UserRow key={user.id} user={user} />}
        {...{ hasNextPage, isFetchingNextPage, fetchNextPage }}
      />
    </Part>
  );
}

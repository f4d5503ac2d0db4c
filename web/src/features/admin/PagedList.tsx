import { Box, Button, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/index.js';

interface PagedListProps<Item> {
  label: string;
  /** Said when there is none. */
  nothing: string;
  /** Undefined until they are known. */
  items: readonly Item[] | undefined;
  row: (item: Item) => ReactNode;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** What is known so far of a list that comes in pages, and how to see more of it. */
export function PagedList<Item>({ label, nothing, items, row, ...page }: PagedListProps<Item>) {
  const t = useT();
  return (
    <>
      {items?.length === 0 && <Typography color="textSecondary">{nothing}</Typography>}
      <Box component="ul" aria-label={label} sx={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {items?.map(row)}
      </Box>
      {page.hasNextPage && (
        <Button
          sx={{ alignSelf: 'flex-start' }}
          loading={page.isFetchingNextPage}
          onClick={() => void page.fetchNextPage()}
        >
          {t('admin.more')}
        </Button>
      )}
    </>
  );
}

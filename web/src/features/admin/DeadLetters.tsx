import { Box, Button, MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { useT, wordError } from '../../i18n/index.js';
import { ErrorNote } from '../../ui/index.js';
import { DeadLetter } from './DeadLetter.js';
import { PagedList } from './PagedList.js';
import { Part } from './Part.js';
import { useDeadLetters, useReplay } from './use-dead-letters.js';
import { useHealth } from './use-health.js';

/** What a consumer gave up on; it is kept until it is tried again with success, or given up for good. */
export function DeadLetters() {
  const t = useT();
  const [consumer, setConsumer] = useState('');
  const only = consumer === '' ? undefined : consumer;
  const { letters, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useDeadLetters(only);
  const all = useReplay(only);
  const some = (letters?.length ?? 0) > 0;
  return (
    <Part title={t('admin.deadLetters')} error={error} again={() => void refetch()}>
      {(some || only !== undefined) && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
          <ConsumerField value={consumer} change={setConsumer} />
          {some && (
            <Button loading={all.isPending} onClick={() => all.mutate(null)}>
              {t('admin.replayAll')}
            </Button>
          )}
        </Box>
      )}
      {all.error && <ErrorNote message={wordError(t, all.error)} />}
      <PagedList
        label={t('admin.deadLetters')}
        nothing={t('admin.noDeadLetters')}
        items={letters}
        row={(letter) => <DeadLetter key={letter.id} letter={letter} />}
        {...{ hasNextPage, isFetchingNextPage, fetchNextPage }}
      />
    </Part>
  );
}

function ConsumerField({ value, change }: { value: string; change: (consumer: string) => void }) {
  const t = useT();
  const names = useHealth().data?.consumers.map(({ name }) => name) ?? [];
  return (
    <TextField
      select
      label={t('admin.consumer')}
      value={value}
      sx={{ maxInlineSize: 260 }}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      onChange={(event) => change(event.target.value)}
    >
      <MenuItem value="">{t('admin.allConsumers')}</MenuItem>
      {names.map((name) => (
        <MenuItem key={name} value={name}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}

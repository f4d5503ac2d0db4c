import { Box, Button, Typography } from '@mui/material';
import { useState } from 'react';
import type { DeadLetterView } from '../../../../sdk/index.js';
import { useFormat, useT, wordError } from '../../i18n/index.js';
import { ErrorNote } from '../../ui/index.js';
import { Ask } from './Ask.js';
import { requested, useDiscard, useReplay } from './use-dead-letters.js';

/** One entry that a consumer gave up on: which, why, and what can be done. */
export function DeadLetter({ letter }: { letter: DeadLetterView }) {
  const t = useT();
  const format = useFormat();
  const replay = useReplay();
  const { id, consumer, type, streamId, seq, error, attempts, diedAt } = letter;
  const trying = requested(letter);
  return (
    <Box component="li" sx={{ paddingBlock: 1.5, borderBlockEnd: '1px solid', borderColor: 'divider' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
        <Box sx={{ flex: '1 1 260px', minInlineSize: 0, overflowWrap: 'anywhere' }}>
          <Typography variant="subtitle2">
            {consumer} · {type}
          </Typography>
          <Typography variant="caption" component="p" color="textSecondary">
            {t('admin.died', { at: format.full(diedAt), count: attempts })}
          </Typography>
        </Box>
        <Box sx={{ display: 'flex' }}>
          <Button size="small" disabled={trying} loading={replay.isPending} onClick={() => replay.mutate(id)}>
            {t(trying ? 'admin.replaying' : 'admin.replay')}
          </Button>
          <Discard id={id} />
        </Box>
      </Box>
      <Failure error={error} />
      <Typography variant="caption" component="p" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
        {t('admin.entry', { seq, streamId })}
      </Typography>
      {replay.error && <ErrorNote message={wordError(t, replay.error)} />}
    </Box>
  );
}

/** The first line says what went wrong; where it did so is shown on demand. */
function Failure({ error }: { error: string }) {
  const t = useT();
  const [message, ...stack] = error.split('\n');
  return (
    <Box sx={{ marginBlock: 0.5, overflowWrap: 'anywhere' }}>
      <Typography variant="body2">{message}</Typography>
      {stack.length > 0 && (
        <Typography component="details" variant="caption" color="textSecondary">
          <summary>{t('admin.stack')}</summary>
          <Box component="pre" sx={{ margin: 0, whiteSpace: 'pre-wrap' }}>
            {stack.join('\n')}
          </Box>
        </Typography>
      )}
    </Box>
  );
}

function Discard({ id }: { id: string }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const discard = useDiscard(id, () => setAsking(false));
  return (
    <>
      <Button size="small" color="error" onClick={() => setAsking(true)}>
        {t('admin.discard')}
      </Button>
      {asking && (
        <Ask
          danger
          title={t('admin.discardTitle')}
          hint={t('admin.discardHint')}
          confirm={t('admin.discard')}
          deed={discard}
          close={() => setAsking(false)}
        />
      )}
    </>
  );
}

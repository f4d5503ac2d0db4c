import { Box, Button, Typography } from '@mui/material';
import type { OutgoingMessage } from '../../../../sdk/index.js';
import { useT, wordError } from '../../i18n/index.js';
import { useTools } from './tools.js';

/** A message the server refused: why, and what can be done with it. */
export function Failed({ local }: { local: OutgoingMessage }) {
  const t = useT();
  const { timeline } = useTools();
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap' }}>
      <Typography variant="body2" sx={{ color: 'error.main', marginInlineEnd: 1 }}>
        {t('timeline.failed', { reason: wordError(t, local.reason) })}
      </Typography>
      <Button size="small" onClick={() => timeline.retry(local.clientMessageId)}>
        {t('common.retry')}
      </Button>
      <Button size="small" color="error" onClick={() => timeline.discard(local.clientMessageId)}>
        {t('timeline.discard')}
      </Button>
    </Box>
  );
}

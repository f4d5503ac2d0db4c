import { Box, Button } from '@mui/material';
import { useT } from '../../i18n/index.js';
import { takeNewVersion, useNewVersion } from '../service-worker.js';

/** A newer build is there; one takes it when it suits. */
export function NewVersion() {
  const t = useT();
  const there = useNewVersion((state) => state.there);
  if (!there) return null;
  return (
    <Box
      role="status"
      sx={{
        display: 'flex',
        alignItems: 'center',
        justifyContent: 'center',
        gap: 1,
        bgcolor: 'background.tint',
        typography: 'body2',
      }}
    >
      {t('common.newVersion')}
      <Button size="small" onClick={() => void takeNewVersion()}>
        {t('common.reload')}
      </Button>
    </Box>
  );
}

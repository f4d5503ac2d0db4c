import { Box, Button, Typography } from '@mui/material';
import type { SessionView } from '../../../../sdk/index.js';
import { useFormat, useT } from '../../i18n/index.js';

/** One place where somebody is signed in. */
export function SessionRow({ session, end }: { session: SessionView; end: () => void }) {
  const t = useT();
  const format = useFormat();
  const { device, createdAt, lastSeenAt, current } = session;
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 1,
        paddingBlock: 1,
        borderBlockEnd: '1px solid',
        borderColor: 'divider',
      }}
    >
      <Box sx={{ flex: 1, minInlineSize: 0 }}>
        <Typography variant="subtitle2">{device}</Typography>
        <Typography variant="caption" component="p" color="textSecondary" title={format.full(createdAt)}>
          {t('settings.sessionTimes', { since: format.short(createdAt), seen: format.short(lastSeenAt) })}
        </Typography>
      </Box>
      {current ? (
        <Typography variant="caption" sx={{ color: 'success.main', fontWeight: 600 }}>
          {t('settings.thisSession')}
        </Typography>
      ) : (
        <Button
          size="small"
          color="error"
          sx={{ minInlineSize: 0, marginInlineEnd: '-5px' }}
          aria-label={t('settings.endSessionOf', { device })}
          onClick={end}
        >
          {t('settings.endSession')}
        </Button>
      )}
    </Box>
  );
}

import { Box } from '@mui/material';
import { useT } from '../i18n/index.js';

type Status = 'online' | 'away' | 'offline' | 'unknown';

const COLOURS = { online: 'success.main', away: 'warning.main', offline: 'text.secondary' } as const;

/** Whether somebody is there, told apart by form as well as colour. Nothing is drawn for what is not known. */
export function PresenceDot({ status }: { status: Status }) {
  const t = useT();
  if (status === 'unknown') return null;
  const hollow = status !== 'online';
  return (
    <Box
      role="img"
      aria-label={t(`common.${status}`)}
      sx={{
        inlineSize: 12,
        blockSize: 12,
        borderRadius: '50%',
        border: '2px solid',
        borderColor: 'background.frame',
        bgcolor: COLOURS[status],
        '&::after': {
          content: '""',
          display: hollow ? 'block' : 'none',
          margin: '2px',
          blockSize: 4,
          borderRadius: '50%',
          bgcolor: 'background.frame',
        },
      }}
    />
  );
}

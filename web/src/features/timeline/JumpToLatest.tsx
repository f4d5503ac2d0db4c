import { Button } from '@mui/material';
import { useT } from '../../i18n/index.js';
import { DownIcon } from '../../ui/index.js';

/** Back to the end, with how much of it is new. */
export function JumpToLatest({ unread, jump }: { unread: number; jump: () => void }) {
  const t = useT();
  return (
    <Button
      variant={unread > 0 ? 'contained' : 'outlined'}
      size="small"
      startIcon={<DownIcon />}
      onClick={jump}
      sx={{
        position: 'absolute',
        insetBlockEnd: 8,
        insetInlineEnd: 20,
        borderRadius: '18px',
        ...(unread === 0 && { bgcolor: 'background.paper', '&:hover': { bgcolor: 'background.tint' } }),
      }}
    >
      {unread > 0 ? t('timeline.latestNew', { count: unread }) : t('timeline.latest')}
    </Button>
  );
}

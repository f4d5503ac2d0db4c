import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { useFormat, useT } from '../../i18n/index.js';

/** Between two days. */
export function DayLine({ at }: { at: string }) {
  const t = useT();
  const words = { today: t('timeline.today'), yesterday: t('timeline.yesterday') };
  return <Line colour="text.secondary">{useFormat().day(at, words)}</Line>;
}

/** Above the first message that was unread. */
export function UnreadLine({ count }: { count: number }) {
  return <Line colour="primary.main">{useT()('timeline.newMessages', { count })}</Line>;
}

function Line({ colour, children }: { colour: string; children: ReactNode }) {
  const rule = { content: '""', flex: 1, borderBlockStart: '1px solid', opacity: 0.35 };
  return (
    <Box
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 1.5,
        paddingInline: 2,
        paddingBlockStart: 2,
        typography: 'caption',
        fontWeight: 600,
        color: colour,
        '&::before, &::after': rule,
      }}
    >
      {children}
    </Box>
  );
}

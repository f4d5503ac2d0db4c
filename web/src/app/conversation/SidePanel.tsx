import { Box, Typography } from '@mui/material';
import { type ReactNode, useEffect, useRef } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useT } from '../../i18n/index.js';
import { useKey } from '../../keys/index.js';
import { CloseIcon, IconButton } from '../../ui/index.js';
import { views } from '../../views/index.js';

/**
 * The third column: beside the timeline from 1200 px on, over it below, instead of it in one column. It is a view of its
 * own, so that closing it is going back to the conversation. The focus goes in when it opens and back when it closes.
 */
export function SidePanel({ title, children }: { title: string; children: ReactNode }) {
  const t = useT();
  const navigate = useNavigate();
  const { conversationId } = useParams() as { conversationId: string };
  const close = () => void navigate(views.conversation(conversationId));
  const heading = useFocusWithin();
  useKey('panel.close', close);
  return (
    <Box
      component="aside"
      aria-labelledby="side-panel"
      sx={{
        flex: 'none',
        display: 'flex',
        flexDirection: 'column',
        inlineSize: { xs: '100%', md: 360 },
        position: { xs: 'absolute', lg: 'static' },
        insetBlock: 0,
        insetInlineEnd: 0,
        bgcolor: 'background.default',
        borderInlineStart: '1px solid',
        borderColor: 'divider',
        boxShadow: { xs: 8, lg: 0 },
      }}
    >
      <Box
        sx={{
          flex: 'none',
          display: 'flex',
          alignItems: 'center',
          blockSize: 56,
          paddingInline: '16px 8px',
          borderBlockEnd: '1px solid',
          borderColor: 'divider',
        }}
      >
        <Typography ref={heading} id="side-panel" variant="h2" tabIndex={-1} sx={{ flex: 1, outline: 'none' }}>
          {title}
        </Typography>
        <IconButton label={t('common.close')} shortcut="panel.close" onClick={close}>
          <CloseIcon />
        </IconButton>
      </Box>
      <Box sx={{ flex: 1, overflowY: 'auto', padding: 2, paddingBlockStart: 1 }}>{children}</Box>
    </Box>
  );
}

function useFocusWithin() {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    heading.current?.focus();
    return () => before?.focus();
  }, []);
  return heading;
}

import { Box } from '@mui/material';
import { Suspense } from 'react';
import { Outlet, useMatch } from 'react-router';
import { ConversationList } from '../../features/conversation-list/index.js';
import { usePreferences } from '../../preferences/index.js';
import { useT } from '../../i18n/index.js';
import { visuallyHidden } from '../../ui/index.js';
import { views } from '../../views/index.js';
import { Announcer } from './Announcer.js';
import { Dialogs } from './Dialogs.js';
import { onlyWide } from './layout.js';
import { NewVersion } from './NewVersion.js';
import { ResizeHandle } from './ResizeHandle.js';
import { TopBar } from './TopBar.js';
import { useTitle } from './use-title.js';

/** The frame: bar, list, view. In one column the list is the home view and everything else covers it. */
export function Shell() {
  const width = usePreferences((state) => state.listWidth);
  const atHome = useMatch(views.home) !== null;
  const current = useMatch({ path: views.conversation(':id'), end: false })?.params.id;
  useTitle();
  return (
    <Box sx={{ blockSize: '100dvh', display: 'flex', flexDirection: 'column' }}>
      <SkipLink />
      <Box sx={atHome ? {} : onlyWide('block')}>
        <TopBar />
      </Box>
      <NewVersion />
      <Box component="main" sx={{ flex: 1, minBlockSize: 0, display: 'flex' }}>
        <Box
          sx={{
            flex: 'none',
            inlineSize: { xs: '100%', md: width },
            display: { xs: atHome ? 'block' : 'none', md: 'block' },
          }}
        >
          <ConversationList current={current} heading={atHome ? 'h1' : 'h2'} />
        </Box>
        <ResizeHandle />
        <View hidden={atHome} />
      </Box>
      <Dialogs />
      <Announcer />
    </Box>
  );
}

/** The view, as a sheet on the frame. */
function View({ hidden }: { hidden: boolean }) {
  return (
    <Box
      id="view"
      tabIndex={-1}
      sx={{
        flex: 1,
        minInlineSize: 0,
        display: { xs: hidden ? 'none' : 'flex', md: 'flex' },
        flexDirection: 'column',
        overflow: 'hidden',
        bgcolor: 'background.default',
        outline: 'none',
        borderStyle: 'solid',
        borderColor: 'divider',
        borderWidth: 0,
        borderBlockStartWidth: { md: 1 },
        borderInlineStartWidth: { md: 1 },
        borderStartStartRadius: { md: 12 },
      }}
    >
      <Suspense>
        <Outlet />
      </Suspense>
    </Box>
  );
}

/** For the keyboard: past the list. */
function SkipLink() {
  const t = useT();
  return (
    <Box
      component="a"
      href="#view"
      sx={{
        '&:not(:focus)': visuallyHidden,
        position: 'absolute',
        zIndex: 'tooltip',
        padding: 1,
        bgcolor: 'background.paper',
      }}
    >
      {t('shell.skip')}
    </Box>
  );
}

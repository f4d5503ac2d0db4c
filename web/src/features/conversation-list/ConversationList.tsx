import { Box, InputAdornment, InputBase, Typography } from '@mui/material';
import { useMemo, useRef, useState } from 'react';
import { Virtuoso } from 'react-virtuoso';
import { useAskPresence, useClient, useConversationNamer, useFrameObservable } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { ariaKeys, useKey } from '../../keys/index.js';
import { FilterIcon, IconButton, Shortcut, WriteIcon } from '../../ui/index.js';
import { useDialog } from '../../views/index.js';
import { ConversationRow } from './ConversationRow.js';
import { Nothing } from './Nothing.js';
import { inOrder } from './order.js';
import { useListKeys } from './use-list-keys.js';

interface ConversationListProps {
  /** The one that is open. */
  current: string | undefined;
  /** `h1` where the list is the view itself. */
  heading: 'h1' | 'h2';
}

/** Every conversation, what wants one most first. */
export function ConversationList({ current, heading }: ConversationListProps) {
  const client = useClient();
  const { show } = useDialog();
  const [filter, setFilter] = useState('');
  const conversations = useFrameObservable(client.conversations);
  const ordered = inOrder(conversations);
  const nameOf = useConversationNamer();
  const shown = ordered.filter((conversation) => matches(nameOf(conversation), filter));
  const peers = useMemo(() => conversations.flatMap(({ peerId }) => peerId ?? []).sort(), [conversations]);
  useAskPresence(peers);
  useListKeys(shown, current);
  useKey('conversations.new', () => show('new'));
  return (
    <Box
      component="nav"
      aria-labelledby="conversations"
      sx={{ display: 'flex', flexDirection: 'column', blockSize: '100%' }}
    >
      <Head heading={heading} onNew={() => show('new')} />
      {conversations.length > 0 && <Filter value={filter} change={setFilter} />}
      {shown.length > 0 ? (
        <Virtuoso
          style={{ flex: 1 }}
          data={shown}
          computeItemKey={(_, conversation) => conversation.id}
          itemContent={(_, conversation) => (
            <ConversationRow conversation={conversation} selected={conversation.id === current} />
          )}
        />
      ) : (
        <Nothing filtered={conversations.length > 0} onNew={() => show('new')} />
      )}
    </Box>
  );
}

/** Every word of the filter begins a word of the name. */
function matches(name: string, filter: string): boolean {
  const words = name.toLocaleLowerCase().split(/\s+/u);
  return filter
    .toLocaleLowerCase()
    .split(/\s+/u)
    .every((part) => words.some((word) => word.startsWith(part)));
}

function Head({ heading, onNew }: Pick<ConversationListProps, 'heading'> & { onNew: () => void }) {
  const t = useT();
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', paddingInline: '16px 8px', paddingBlock: '12px 4px' }}>
      <Typography id="conversations" variant="h2" component={heading} sx={{ flex: 1 }}>
        {t('shell.conversations')}
      </Typography>
      <IconButton label={t('conversations.new')} shortcut="conversations.new" onClick={onNew}>
        <WriteIcon />
      </IconButton>
    </Box>
  );
}

function Filter({ value, change }: { value: string; change: (value: string) => void }) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  useKey('conversations.filter', () => input.current?.focus());
  return (
    <InputBase
      inputRef={input}
      value={value}
      onChange={(event) => change(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || value === '') return;
        event.preventDefault();
        change('');
      }}
      placeholder={t('conversations.filter')}
      inputProps={{ 'aria-label': t('conversations.filter'), 'aria-keyshortcuts': ariaKeys('conversations.filter') }}
      startAdornment={
        <InputAdornment position="start">
          <FilterIcon />
        </InputAdornment>
      }
      endAdornment={
        value === '' && (
          // In one column it is mostly fingers that type.
          <Box sx={{ display: { xs: 'none', md: 'flex' } }}>
            <Shortcut action="conversations.filter" />
          </Box>
        )
      }
      sx={{
        marginInline: 2,
        marginBlock: '4px 8px',
        paddingInline: 1,
        blockSize: 36,
        color: 'text.secondary',
        fontSize: 14,
        border: '1px solid',
        borderColor: 'divider',
        borderRadius: 1,
        '&.Mui-focused': { borderColor: 'primary.main', color: 'text.primary' },
      }}
    />
  );
}

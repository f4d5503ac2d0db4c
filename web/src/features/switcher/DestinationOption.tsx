import { Box, Typography } from '@mui/material';
import { useEffect, useRef } from 'react';
import { useT } from '../../i18n/index.js';
import { Avatar, Unread } from '../../ui/index.js';
import type { Destination } from './use-destinations.js';

interface DestinationOptionProps {
  id: string;
  destination: Destination;
  /** Where Enter leads. */
  active: boolean;
  choose: () => void;
}

export function DestinationOption({ id, destination, active, choose }: DestinationOptionProps) {
  const t = useT();
  const row = useRef<HTMLLIElement>(null);
  const { name, username, unread, peerId, kind } = destination;
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <Box
      component="li"
      ref={row}
      id={id}
      role="option"
      aria-selected={active}
      onClick={choose}
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 1.5,
        padding: 1,
        borderRadius: 1,
        cursor: 'pointer',
        bgcolor: active ? 'background.tint' : undefined,
        '&:hover': { bgcolor: active ? 'background.tint' : 'action.hover' },
      }}
    >
      <Avatar id={peerId ?? destination.id} name={name} size={32} square={peerId === null} />
      <Box sx={{ flex: 1, minInlineSize: 0 }}>
        <Typography variant="subtitle2" component="p" noWrap>
          {name}
        </Typography>
        <Typography variant="caption" component="p" noWrap color="textSecondary">
          {username ? `@${username}` : t('switcher.group')}
          {kind === 'person' && ` · ${t('switcher.new')}`}
        </Typography>
      </Box>
      <Unread unread={unread} />
    </Box>
  );
}

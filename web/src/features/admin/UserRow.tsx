import { Box, Button, Typography } from '@mui/material';
import { useState } from 'react';
import type { AdminUserView } from '../../../../sdk/index.js';
import { useFormat, useT } from '../../i18n/index.js';
import { Avatar } from '../../ui/index.js';
import { Gate } from './Gate.js';
import { UserSessions } from './UserSessions.js';

/** One account: look at its sessions, disable it, enable it. */
export function UserRow({ user }: { user: AdminUserView }) {
  const t = useT();
  const [shown, setShown] = useState(false);
  const { id, displayName: name, sessions: count } = user;
  return (
    <Box component="li" sx={{ paddingBlock: 1, borderBlockEnd: '1px solid', borderColor: 'divider' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1.5, rowGap: 0.5 }}>
        <Avatar id={id} name={name} size={36} />
        <About user={user} />
        <Box sx={{ display: 'flex', marginInlineStart: 'auto' }}>
          <Button
            size="small"
            color="inherit"
            aria-expanded={shown}
            aria-label={t('admin.sessionsOf', { name, count })}
            disabled={count === 0 && !shown}
            onClick={() => setShown(!shown)}
          >
            {t('admin.sessions', { count })}
          </Button>
          <Gate user={user} />
        </Box>
      </Box>
      {shown && <UserSessions user={user} />}
    </Box>
  );
}

function About({ user }: { user: AdminUserView }) {
  const t = useT();
  const format = useFormat();
  const { displayName, username, isAdmin, disabledAt, createdAt, lastSeenAt } = user;
  const facts = [
    `@${username}`,
    isAdmin && t('admin.administrator'),
    t('admin.since', { at: format.short(createdAt) }),
    lastSeenAt && t('admin.lastSeen', { at: format.short(lastSeenAt) }),
  ];
  return (
    <Box sx={{ flex: '1 1 200px', minInlineSize: 0 }}>
      <Typography variant="subtitle2" noWrap>
        {displayName}
        {disabledAt && (
          <Typography
            component="span"
            variant="caption"
            title={format.full(disabledAt)}
            sx={{ color: 'error.main', fontWeight: 600, marginInlineStart: 1 }}
          >
            {t('admin.disabled')}
          </Typography>
        )}
      </Typography>
      <Typography variant="caption" component="p" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
        {facts.filter(Boolean).join(' · ')}
      </Typography>
    </Box>
  );
}

import { Divider, ListItemIcon, Menu, MenuItem } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { MemberRole, MemberView } from '../../../../sdk/index.js';
import { useClient } from '../../client/index.js';
import { type Translate, useT } from '../../i18n/index.js';
import { CheckIcon, IconButton, MoreIcon } from '../../ui/index.js';
import { ROLES } from './permissions.js';
import { RefusedDialog } from './RefusedDialog.js';
import { RemoveMember } from './RemoveMember.js';

interface MemberMenuProps {
  conversationId: string;
  member: MemberView;
  name: string;
  /** Whether roles may be changed. */
  roles: boolean;
  removable: boolean;
}

/** What may be done to one member. The list follows the conversation's log, not these answers. */
export function MemberMenu({ conversationId, member, name, roles, removable }: MemberMenuProps) {
  const t = useT();
  const { conversations } = useClient().api;
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [removing, setRemoving] = useState(false);
  const change = useMutation({
    mutationFn: (role: MemberRole) => conversations.changeRole(conversationId, member.userId, role),
  });
  const close = () => setAnchor(null);
  return (
    <>
      <IconButton
        label={t('members.actions', { name })}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <MoreIcon />
      </IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close}>
        {roles &&
          roleItems(t, member.role, (role) => {
            close();
            if (role !== member.role) change.mutate(role);
          })}
        {roles && removable && <Divider />}
        {removable && (
          <MenuItem
            sx={{ color: 'error.main' }}
            onClick={() => {
              close();
              setRemoving(true);
            }}
          >
            {t('members.remove')}
          </MenuItem>
        )}
      </Menu>
      {removing && (
        <RemoveMember
          conversationId={conversationId}
          userId={member.userId}
          name={name}
          close={() => setRemoving(false)}
        />
      )}
      {change.error && (
        <RefusedDialog title={t('members.actions', { name })} error={change.error} close={change.reset} />
      )}
    </>
  );
}

/** Elements and not a component: the menu leads the focus through its children. */
const roleItems = (t: Translate, held: MemberRole, choose: (role: MemberRole) => void) =>
  ROLES.map((role) => (
    <MenuItem key={role} role="menuitemradio" aria-checked={held === role} onClick={() => choose(role)}>
      <ListItemIcon>{held === role && <CheckIcon />}</ListItemIcon>
      {t(`members.${role}`)}
    </MenuItem>
  ));

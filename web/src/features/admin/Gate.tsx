import { Button } from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AdminUserView } from '../../../../sdk/index.js';
import { useClient, useMe } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { Ask } from './Ask.js';

/** Disables an account, enables it again. One's own stays enabled: nobody could undo it. */
export function Gate({ user: { id, disabled, displayName: name } }: { user: AdminUserView }) {
  const t = useT();
  const { admin } = useClient().api;
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const set = useMutation({
    mutationFn: () => (disabled ? admin.enable(id) : admin.disable(id)),
    onSuccess: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: ['admin', 'users'] });
    },
  });
  const key = disabled ? 'enable' : 'disable';
  const label = t(`admin.${key}`);
  return (
    <>
      <Button
        size="small"
        color={disabled ? 'primary' : 'error'}
        disabled={useMe().id === id}
        aria-label={t(`admin.${key}User`, { name })}
        onClick={() => setAsking(true)}
      >
        {label}
      </Button>
      {asking && (
        <Ask
          danger={!disabled}
          title={t(`admin.${key}Title`, { name })}
          hint={t(`admin.${key}Hint`)}
          confirm={label}
          deed={set}
          close={() => setAsking(false)}
        />
      )}
    </>
  );
}

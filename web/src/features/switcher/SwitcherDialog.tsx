import { Dialog, Typography } from '@mui/material';
import { useId, useState } from 'react';
import { useT, wordError } from '../../i18n/index.js';
import { ErrorNote } from '../../ui/index.js';
import { Destinations, optionId } from './Destinations.js';
import { SwitcherField } from './SwitcherField.js';
import { useDestinations } from './use-destinations.js';
import { useGoTo } from './use-go-to.js';

/** One field and what fits: arrows choose, Enter goes there. The focus never leaves the field. */
export function SwitcherDialog({ close }: { close: () => void }) {
  const t = useT();
  const listId = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const found = useDestinations(text);
  const active = Math.min(at, found.length - 1);
  const go = useGoTo();
  const type = (typed: string) => {
    setText(typed);
    setAt(0);
  };
  return (
    <Dialog
      open
      onClose={close}
      slotProps={{ paper: { 'aria-label': t('switcher.title') } }}
      sx={{ '.MuiDialog-container': { alignItems: 'start' } }}
    >
      <SwitcherField
        text={text}
        type={type}
        listId={listId}
        activeId={active < 0 ? undefined : optionId(listId, active)}
        step={(by) => setAt((active + by + found.length) % Math.max(found.length, 1))}
        go={() => found[active] && go.mutate(found[active])}
      />
      {go.error && <ErrorNote message={wordError(t, go.error)} />}
      {found.length === 0 ? (
        <Typography role="status" color="textSecondary" sx={{ paddingInline: 2, paddingBlockEnd: 2 }}>
          {t('switcher.nothing')}
        </Typography>
      ) : (
        <Destinations id={listId} found={found} active={active} choose={(one) => go.mutate(one)} />
      )}
    </Dialog>
  );
}

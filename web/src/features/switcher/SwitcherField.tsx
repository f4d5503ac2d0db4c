import { Box, TextField } from '@mui/material';
import type { KeyboardEvent } from 'react';
import { useT } from '../../i18n/index.js';

interface SwitcherFieldProps {
  text: string;
  type: (text: string) => void;
  listId: string;
  /** Where Enter leads; undefined when nothing fits. */
  activeId: string | undefined;
  step: (by: 1 | -1) => void;
  go: () => void;
}

/** Where one types; it also takes the keys of the list below. */
export function SwitcherField({ text, type, listId, activeId, step, go }: SwitcherFieldProps) {
  const t = useT();
  const keys: Record<string, () => void> = { ArrowDown: () => step(1), ArrowUp: () => step(-1), Enter: go };
  const press = (event: KeyboardEvent) => {
    const act = event.nativeEvent.isComposing ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <Box sx={{ padding: 1.5 }}>
      <TextField
        autoFocus
        placeholder={t('switcher.hint')}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={press}
        slotProps={{
          htmlInput: {
            role: 'combobox',
            'aria-label': t('switcher.hint'),
            'aria-expanded': activeId !== undefined,
            'aria-controls': activeId && listId,
            'aria-activedescendant': activeId,
            'aria-autocomplete': 'list',
            autoComplete: 'off',
          },
        }}
      />
    </Box>
  );
}

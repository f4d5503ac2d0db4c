import { Box, Paper, Popper, Typography } from '@mui/material';
import type { RefObject } from 'react';
import { useT } from '../../i18n/index.js';
import { Avatar } from '../../ui/index.js';
import type { Suggestion } from './use-suggestions.js';

interface SuggestionsProps {
  id: string;
  anchor: RefObject<HTMLElement | null>;
  suggestions: readonly Suggestion[];
  /** The one that Enter takes. */
  chosen: number;
  pick: (suggestion: Suggestion) => void;
}

export const optionId = (id: string, at: number): string => `${id}-${at}`;

/** Whom an `@` may mean. The focus stays in the text. */
export function Suggestions({ id, anchor, suggestions, chosen, pick }: SuggestionsProps) {
  const t = useT();
  return (
    <Popper
      open={suggestions.length > 0}
      anchorEl={() => anchor.current!}
      placement="top-start"
      sx={{ zIndex: 'tooltip' }}
    >
      <Paper
        component="ul"
        id={id}
        role="listbox"
        aria-label={t('composer.members')}
        elevation={8}
        sx={{ listStyle: 'none', margin: 0, padding: '4px', minInlineSize: 260 }}
      >
        {suggestions.map((one, at) => (
          <Box
            key={one.username}
            component="li"
            id={optionId(id, at)}
            role="option"
            aria-selected={at === chosen}
            onMouseDown={(event) => {
              event.preventDefault();
              pick(one);
            }}
            sx={{
              display: 'flex',
              alignItems: 'center',
              gap: 1,
              padding: '6px',
              borderRadius: 1,
              cursor: 'pointer',
              bgcolor: at === chosen ? 'background.tint' : undefined,
            }}
          >
            <Avatar id={one.userId ?? 'all'} name={one.name} size={24} />
            <Typography variant="body2">{one.name}</Typography>
            <Typography variant="caption" color={at === chosen ? undefined : 'textSecondary'}>
              @{one.username}
            </Typography>
          </Box>
        ))}
      </Paper>
    </Popper>
  );
}

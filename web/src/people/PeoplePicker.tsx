import { Autocomplete, Box, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import type { UserView } from '../../../sdk/index.js';
import { useT } from '../i18n/index.js';
import { Avatar } from '../ui/index.js';
import { usePeopleSearch } from './use-people-search.js';

interface PeoplePickerProps {
  chosen: UserView[];
  choose: (people: UserView[]) => void;
  /** More than one. */
  many: boolean;
  /** Nobody to offer: who is there already. */
  without?: ReadonlySet<string>;
}

/** Finds people by the beginning of their names. */
export function PeoplePicker({ chosen, choose, many, without }: PeoplePickerProps) {
  const t = useT();
  const [text, setText] = useState('');
  const { people, searching } = usePeopleSearch(text);
  return (
    <Autocomplete<UserView, boolean>
      multiple={many}
      value={many ? chosen : (chosen[0] ?? null)}
      onChange={(_, value) => choose(Array.isArray(value) ? value : value ? [value] : [])}
      inputValue={text}
      onInputChange={(_, value) => setText(value)}
      options={without ? people.filter(({ id }) => !without.has(id)) : people}
      // The server has filtered already.
      filterOptions={(options) => options}
      getOptionLabel={(user) => user.displayName}
      getOptionKey={(user) => user.id}
      isOptionEqualToValue={(a, b) => a.id === b.id}
      filterSelectedOptions
      // Within the dialog for screen readers, and over its edges for the eye.
      disablePortal
      slotProps={{ popper: { popperOptions: { strategy: 'fixed' } } }}
      loading={searching}
      loadingText={t('common.loading')}
      noOptionsText={text.trim() === '' ? t('new.typeName') : t('new.nobody')}
      renderOption={({ key, ...props }, user) => (
        <Box component="li" key={key} {...props} sx={{ gap: 1.5 }}>
          <Avatar id={user.id} name={user.displayName} size={32} />
          <div>
            <Typography variant="subtitle2">{user.displayName}</Typography>
            <Typography variant="caption" color="textSecondary">
              @{user.username}
            </Typography>
          </div>
        </Box>
      )}
      renderInput={(params) => (
        <TextField
          {...params}
          autoFocus
          label={many ? t('new.findPeople') : t('new.findPerson')}
          helperText={t('new.findHint')}
        />
      )}
    />
  );
}

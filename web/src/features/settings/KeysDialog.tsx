import { Box, Dialog, DialogContent, DialogTitle, Typography } from '@mui/material';
import { useT } from '../../i18n/index.js';
import { type Action, type Key, KEYS } from '../../keys/index.js';
import { CloseIcon, IconButton, Shortcut } from '../../ui/index.js';

const GROUPS: Array<Key['group']> = ['navigate', 'conversation', 'help'];

/** Every key of the app, from the table that also makes them work. */
export function KeysDialog({ close }: { close: () => void }) {
  const t = useT();
  return (
    <Dialog open onClose={close} aria-labelledby="keys">
      <DialogTitle id="keys" sx={{ paddingInlineEnd: 7 }}>
        {t('keys.title')}
      </DialogTitle>
      <IconButton
        label={t('common.close')}
        onClick={close}
        sx={{ position: 'absolute', insetBlockStart: 12, insetInlineEnd: 12 }}
      >
        <CloseIcon />
      </IconButton>
      <DialogContent>
        {GROUPS.map((group) => (
          <Group key={group} group={group} />
        ))}
      </DialogContent>
    </Dialog>
  );
}

function Group({ group }: { group: Key['group'] }) {
  const t = useT();
  const actions = (Object.keys(KEYS) as Action[]).filter((action) => KEYS[action].group === group);
  return (
    <Box component="section" sx={{ marginBlockEnd: 2 }}>
      <Typography variant="subtitle2" component="h3" color="textSecondary">
        {t(`keys.group.${group}`)}
      </Typography>
      <Box component="dl" sx={{ margin: 0 }}>
        {actions.map((action) => (
          <Box key={action} sx={{ display: 'flex', justifyContent: 'space-between', gap: 2, paddingBlock: 0.75 }}>
            <Typography component="dt" variant="body2">
              {t(KEYS[action].label)}
            </Typography>
            <Box component="dd" sx={{ flex: 'none', margin: 0, color: 'text.secondary' }}>
              <Shortcut action={action} />
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  );
}

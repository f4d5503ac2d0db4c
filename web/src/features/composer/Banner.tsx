import { Box, Typography } from '@mui/material';
import { useT } from '../../i18n/index.js';
import { CloseIcon, IconButton } from '../../ui/index.js';

/** Above the field: what the text will become, and the way out. */
export function Banner({ text, cancel }: { text: string; cancel: () => void }) {
  const t = useT();
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', paddingInlineStart: 1.5 }}>
      <Typography variant="body2" noWrap sx={{ flex: 1, color: 'primary.main', fontWeight: 600 }}>
        {text}
      </Typography>
      <IconButton label={t('composer.cancel')} onClick={cancel}>
        <CloseIcon />
      </IconButton>
    </Box>
  );
}

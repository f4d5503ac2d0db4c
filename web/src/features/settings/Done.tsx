import { Typography } from '@mui/material';
import { CheckIcon } from '../../ui/index.js';

/** That something was done, where it was done; read out. */
export function Done({ text }: { text: string }) {
  return (
    <Typography
      role="status"
      variant="body2"
      sx={{ display: 'flex', gap: 1, alignItems: 'center', color: 'success.main' }}
    >
      <CheckIcon />
      {text}
    </Typography>
  );
}

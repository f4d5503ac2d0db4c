import { Typography } from '@mui/material';
import { useT } from '../../i18n/index.js';

/** Told from here on. */
const NEAR = 200;

/** How many code points still fit; less than zero when there are too many, endless while the limit is not known. */
export function remaining(text: string, limit: number | undefined): number {
  if (limit === undefined) return Infinity;
  // There are at most as many code points as units: counting them one by one is for long texts only.
  return text.length + NEAR < limit ? limit - text.length : limit - [...text].length;
}

/** Near the end: how much is left. */
export function Remaining({ left }: { left: number }) {
  const t = useT();
  if (left > NEAR) return null;
  const text = left >= 0 ? t('composer.left', { count: left }) : t('composer.tooLong', { count: -left });
  return (
    <Typography
      variant="caption"
      role="status"
      sx={{ alignSelf: 'center', paddingInline: 1, color: left < 0 ? 'error.main' : 'text.secondary' }}
    >
      {text}
    </Typography>
  );
}

import { InputAdornment, TextField, type TextFieldProps } from '@mui/material';
import { useState } from 'react';
import { useT } from '../i18n/index.js';
import { IconButton } from './IconButton.js';
import { EyeIcon, EyeOffIcon } from './icons.js';

interface PasswordLimits {
  minLength?: number;
  maxLength?: number;
}

/** A password one can look at while typing it. */
export function PasswordField({ limits, ...props }: TextFieldProps & { limits?: PasswordLimits }) {
  const t = useT();
  const [shown, setShown] = useState(false);
  const label = shown ? t('auth.hidePassword') : t('auth.showPassword');
  const toggle = (
    <InputAdornment position="end">
      <IconButton label={label} edge="end" onClick={() => setShown(!shown)}>
        {shown ? <EyeOffIcon /> : <EyeIcon />}
      </IconButton>
    </InputAdornment>
  );
  return (
    <TextField
      name="password"
      label={t('auth.password')}
      type={shown ? 'text' : 'password'}
      required
      slotProps={{ input: { endAdornment: toggle }, htmlInput: limits }}
      {...props}
    />
  );
}

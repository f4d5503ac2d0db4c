import { Box, MenuItem, TextField, ToggleButton, ToggleButtonGroup, Typography, useColorScheme } from '@mui/material';
import { type Locale, LOCALES, useT } from '../../i18n/index.js';
import { type Density, setPreferences, usePreferences } from '../../preferences/index.js';
import { Section } from './Section.js';

/** How the app looks in this browser. */
export function Appearance() {
  const t = useT();
  return (
    <Section title={t('settings.appearance')}>
      <ThemeChoice />
      <DensityChoice />
      <LanguageChoice />
    </Section>
  );
}

interface ChoiceProps<V extends string> {
  label: string;
  value: V | undefined;
  options: Record<V, string>;
  choose: (value: V) => void;
}

function Choice<V extends string>({ label, value, options, choose }: ChoiceProps<V>) {
  return (
    <Box>
      <Typography variant="subtitle2" component="p" sx={{ marginBlockEnd: 0.5 }}>
        {label}
      </Typography>
      <ToggleButtonGroup
        exclusive
        size="small"
        color="primary"
        aria-label={label}
        value={value}
        onChange={(_, next: V | null) => next !== null && choose(next)}
      >
        {(Object.keys(options) as V[]).map((option) => (
          <ToggleButton key={option} value={option} sx={{ paddingInline: 2 }}>
            {options[option]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </Box>
  );
}

function ThemeChoice() {
  const t = useT();
  const { mode, setMode } = useColorScheme();
  const options = {
    system: t('settings.theme.system'),
    light: t('settings.theme.light'),
    dark: t('settings.theme.dark'),
  };
  return <Choice label={t('settings.theme')} value={mode} options={options} choose={setMode} />;
}

function DensityChoice() {
  const t = useT();
  const density = usePreferences((state) => state.density);
  const options: Record<Density, string> = {
    comfortable: t('settings.density.comfortable'),
    compact: t('settings.density.compact'),
  };
  return (
    <Choice
      label={t('settings.density')}
      value={density}
      options={options}
      choose={(next) => setPreferences({ density: next })}
    />
  );
}

function LanguageChoice() {
  const t = useT();
  const locale = usePreferences((state) => state.locale);
  return (
    <TextField
      select
      label={t('settings.language')}
      value={locale}
      sx={{ maxInlineSize: 240 }}
      onChange={(event) => setPreferences({ locale: event.target.value as Locale })}
    >
      {Object.entries(LOCALES).map(([tag, { name }]) => (
        <MenuItem key={tag} value={tag} lang={tag}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}

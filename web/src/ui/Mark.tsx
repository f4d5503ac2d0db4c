import { SvgIcon, type SvgIconProps } from '@mui/material';

/** Parley's mark: two voices in one bubble. The same drawing as `public/favicon.svg`. */
export function Mark(props: SvgIconProps) {
  return (
    <SvgIcon viewBox="0 0 64 64" {...props}>
      <rect width="64" height="64" rx="16" fill="#0f766e" />
      <path
        d="M20 14h24a8 8 0 0 1 8 8v16a8 8 0 0 1-8 8H29l-9.6 7.200A1.5 1.5 0 0 1 17 52v-6.600A8 8 0 0 1 12 38V22a8 8 0 0 1 8-8Z"
        fill="#fff"
      />
      <path d="M21 25.500h14M29 34.500h14" stroke="#0f766e" strokeWidth="5" strokeLinecap="round" />
    </SvgIcon>
  );
}

import { SvgIcon, type SvgIconProps } from '@mui/material';

/** Own icons: 24 px, drawn with a line of 1.75, so that they look alike. */
function drawn(name: string, path: string) {
  const Icon = (props: SvgIconProps) => (
    <SvgIcon fontSize="small" {...props}>
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </SvgIcon>
  );
  Icon.displayName = name;
  return Icon;
}

export const AddIcon = drawn('AddIcon', 'M12 5v14M5 12h14');
export const BackIcon = drawn('BackIcon', 'M15 5l-7 7 7 7');
export const CloseIcon = drawn('CloseIcon', 'M6 6l12 12M18 6L6 18');
export const WriteIcon = drawn('WriteIcon', 'M5 19h14M6.5 15.5l9.6-9.6a1.7 1.7 0 0 1 2.4 2.4l-9.6 9.6-3.2.8z');
export const FilterIcon = drawn('FilterIcon', 'M11 5a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM19.5 19.5l-4.2-4.2');
export const SendIcon = drawn('SendIcon', 'M5 12l-1-7 17 7-17 7zM5 12h8');
export const PeopleIcon = drawn(
  'PeopleIcon',
  'M9 5a3.2 3.2 0 1 0 0 6.4A3.2 3.2 0 0 0 9 5zM3 19c0-3 2.6-5 6-5s6 2 6 5M15.5 5.3a3 3 0 0 1 0 5.8M17.5 14.5c2.1.7 3.5 2.3 3.5 4.5',
);
export const SettingsIcon = drawn(
  'SettingsIcon',
  'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4zM9 14.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z',
);
export const AdminIcon = drawn(
  'AdminIcon',
  'M12 3.5l7 2.500v5.500c0 4.300-2.900 7.600-7 9-4.100-1.400-7-4.700-7-9V6zM9 12l2.200 2.200L15.200 10',
);
export const KeyboardIcon = drawn(
  'KeyboardIcon',
  'M4 6.5h16a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 16V8A1.5 1.5 0 0 1 4 6.5zM6.5 10h.01M10 10h.01M13.5 10h.01M17 10h.01M8 14h8',
);
export const SignOutIcon = drawn(
  'SignOutIcon',
  'M10 5H6.5A1.5 1.5 0 0 0 5 6.5v11A1.5 1.5 0 0 0 6.5 19H10M14.5 8l4 4-4 4M18 12h-8',
);
export const EyeIcon = drawn(
  'EyeIcon',
  'M2.5 12S6 6 12 6s9.5 6 9.5 6-3.5 6-9.5 6-9.5-6-9.5-6zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
);
export const EyeOffIcon = drawn(
  'EyeOffIcon',
  'M4 4l16 16M9.5 6.4A9 9 0 0 1 12 6c6 0 9.5 6 9.5 6a16 16 0 0 1-3 3.5M6.3 7.7A15.5 15.5 0 0 0 2.5 12S6 18 12 18a9 9 0 0 0 4-1',
);
export const WarningIcon = drawn('WarningIcon', 'M12 4.5l8.5 15h-17zM12 10v4M12 16.800h.01');
export const ClockIcon = drawn('ClockIcon', 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.500l3 1.5');
export const CheckIcon = drawn('CheckIcon', 'M5 12.500l4.5 4.500L19 7.5');
export const ChecksIcon = drawn('ChecksIcon', 'M2.5 12.500l4.5 4.500L16 7.500M12 15.500l1.5 1.500L22 7.5');
export const StarIcon = drawn(
  'StarIcon',
  'M12 4l2.5 5.200 5.700.7-4.200 3.900 1.100 5.700L12 16.700l-5.100 2.800L8 13.800 3.800 9.900l5.700-.7z',
);
export const BellIcon = drawn('BellIcon', 'M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 1.500h-15zM10 20.500h4');
export const BellOffIcon = drawn(
  'BellOffIcon',
  'M4 4l16 16M8 6.500A6 6 0 0 1 18 11v3M6.300 9.300A6 6 0 0 0 6 11v5.500L4.500 18H17M10 20.500h4',
);
export const MoreIcon = drawn(
  'MoreIcon',
  'M5.5 11.5a.5.5 0 1 0 0 1 .5.5 0 0 0 0-1zM12 11.5a.5.5 0 1 0 0 1 .5.5 0 0 0 0-1zM18.5 11.5a.5.5 0 1 0 0 1 .5.5 0 0 0 0-1z',
);
export const ReplyIcon = drawn('ReplyIcon', 'M9.500 6L4 11.500 9.500 17M4 11.500h9a6.500 6.500 0 0 1 6.500 6.500');
export const SmileIcon = drawn(
  'SmileIcon',
  'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM8.500 14a4.200 4.200 0 0 0 7 0M9.200 9.800h.01M14.800 9.800h.01',
);
export const EditIcon = drawn('EditIcon', 'M5 19l.8-3.800L16 5l3 3L8.800 18.200zM14 7l3 3');
export const TrashIcon = drawn(
  'TrashIcon',
  'M5 7h14M9.500 7V4.500h5V7M7 7l.8 12.500h8.400L17 7M10.500 11v5M13.500 11v5',
);
export const LinkIcon = drawn(
  'LinkIcon',
  'M10 14a4 4 0 0 0 5.700.3l3-3a4 4 0 0 0-5.700-5.700l-1 1M14 10a4 4 0 0 0-5.700-.3l-3 3a4 4 0 0 0 5.700 5.700l1-1',
);
export const DownIcon = drawn('DownIcon', 'M12 5v14M6 13l6 6 6-6');

import { Box } from '@mui/material';
import { useT } from '../../i18n/index.js';
import { DestinationOption } from './DestinationOption.js';
import type { Destination } from './use-destinations.js';

interface DestinationsProps {
  id: string;
  found: readonly Destination[];
  active: number;
  choose: (destination: Destination) => void;
}

export const optionId = (listId: string, index: number): string => `${listId}-${index}`;

/** What fits. */
export function Destinations({ id, found, active, choose }: DestinationsProps) {
  return (
    <Box
      component="ul"
      id={id}
      role="listbox"
      aria-label={useT()('switcher.title')}
      sx={{ listStyle: 'none', margin: 0, padding: '0 8px 8px', overflowY: 'auto' }}
    >
      {found.map((destination, index) => (
        <DestinationOption
          key={destination.id}
          id={optionId(id, index)}
          destination={destination}
          active={index === active}
          choose={() => choose(destination)}
        />
      ))}
    </Box>
  );
}

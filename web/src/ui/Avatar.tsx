import type { ReactNode } from 'react';
import looks from './avatar.module.css';
import { avatarColour, initials } from './palette.js';

interface AvatarProps {
  /** Of the person or conversation: decides the colour. */
  id: string;
  name: string;
  /** In pixels; 40 without it. */
  size?: number;
  /** A group's is square, a person's round. */
  square?: boolean;
  /** On the lower corner: the presence dot. */
  corner?: ReactNode;
}

/**
 * Initials on a colour of the id's own. Says nothing to a screen reader, and is no text of a button it lies in: the name stands
 * beside it.
 */
export function Avatar({ id, name, size = 40, square = false, corner }: AvatarProps) {
  const face = {
    inlineSize: size,
    blockSize: size,
    fontSize: size * 0.38,
    backgroundColor: avatarColour(id),
    borderRadius: square ? Math.round(size * 0.26) : undefined,
  };
  return (
    <div className={looks.avatar}>
      <div aria-hidden className={looks.face} style={face}>
        <span className={looks.initials} data-initials={initials(name)} />
      </div>
      {corner && <div className={looks.corner}>{corner}</div>}
    </div>
  );
}

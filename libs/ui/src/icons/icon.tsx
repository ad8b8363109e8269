import type { ReactNode } from 'react';

/** Size in px; icons are decoration, so the control around them carries the name. */
export interface IconProps {
  size?: number;
}

/** Makes an icon from the strokes of a 24 × 24 drawing. */
export function icon(strokes: ReactNode) {
  return function Icon({ size = 18 }: IconProps) {
    return (
      <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
        {strokes}
      </svg>
    );
  };
}

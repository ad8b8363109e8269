/** Props of {@link BrandMark}: size in px. */
export interface BrandMarkProps {
  size?: number;
}

/** The sign: two sails that lean on one another, over a line of water. Decoration; the name stands beside it. */
export function BrandMark({ size = 28 }: BrandMarkProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M15 4v18H4.5C5 14 9 7.5 15 4z" fill="var(--ms-brand)" />
      <path d="M17.5 9c5.5 2.5 9 7 9.5 13h-9.5z" fill="var(--ms-cite)" opacity=".85" />
      <path d="M4 26.5c3 2 5.5 2 8 0s5-2 8 0 5.5 2 8 0" fill="none" stroke="var(--ms-brand)" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}

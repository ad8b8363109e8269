const VISIBLE = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u;

export const VISIBLE_HINT = 'Use visible characters only.';

/** Whether a name is free of control and format characters (bidirectional marks among them) and lone surrogates, which could make it look like another. */
export function isVisible(name: string): boolean {
  return VISIBLE.test(name);
}

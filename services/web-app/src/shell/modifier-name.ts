/** How the modifier of shortcuts is written on a keyboard of this machine. */
export function modifierName(userAgent = navigator.userAgent): string {
  return /Mac|iPhone|iPad/.test(userAgent) ? '⌘' : 'Ctrl';
}

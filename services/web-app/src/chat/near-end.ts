/** How near the end, in px, still counts as being there. */
const NEAR = 60;

/** Whether somebody who scrolled is still where new words appear. */
export function isNearEnd({ scrollHeight, scrollTop, clientHeight }: Pick<Element, 'scrollHeight' | 'scrollTop' | 'clientHeight'>): boolean {
  return scrollHeight - scrollTop - clientHeight < NEAR;
}

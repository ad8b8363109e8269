/** What the focus returns to when a dialog closes: the button that opened it, or the button of the menu that it was chosen from. */
export function openerOf(focused: Element | null): HTMLElement | null {
  const menu = focused?.closest('[role="menu"]');
  const opener = menu ? document.querySelector(`[aria-controls="${menu.id}"]`) : focused;
  return opener instanceof HTMLElement && opener !== document.body ? opener : null;
}

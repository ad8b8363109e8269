import { useEffect, type RefObject } from 'react';

/** Keeps the focus on a part of the page when what had it is gone or disabled, as after a deletion: the part itself gets it then. */
export function useKeptFocus(part: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = part.current;
    if (!element) return;
    let inside = element.contains(document.activeElement);
    const note = ({ target }: Event) => {
      inside = target instanceof Node && element.contains(target);
    };
    const changes = new MutationObserver(() => {
      if (inside && document.activeElement === document.body) element.focus({ preventScroll: true });
    });
    document.addEventListener('focusin', note);
    document.addEventListener('pointerdown', note);
    changes.observe(element, { childList: true, subtree: true, attributeFilter: ['disabled'] });
    return () => {
      document.removeEventListener('focusin', note);
      document.removeEventListener('pointerdown', note);
      changes.disconnect();
    };
  }, [part]);
}

import { useEffect, useRef, useState, type RefObject } from 'react';

/** For a form that was refused: `show` moves the focus to its first wrong field once that is marked as wrong. */
export function useFirstWrong(): { form: RefObject<HTMLFormElement | null>; show: () => void } {
  const form = useRef<HTMLFormElement>(null);
  const [refusals, setRefusals] = useState(0);
  useEffect(() => {
    if (refusals > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusals]);
  return { form, show: () => setRefusals((count) => count + 1) };
}

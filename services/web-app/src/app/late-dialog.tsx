import { createContext, type ReactNode, Suspense, useState } from 'react';
import { openerOf } from './opener.js';

/** What opened the dialog inside; undefined where the dialog has to look for itself. */
export const OpenerContext = createContext<HTMLElement | null | undefined>(undefined);

/** Waits for the module of a dialog. Until it is there, the menu that the dialog was chosen from may be gone, so what opened it is looked for at once. */
export function LateDialog({ children }: { children: ReactNode }) {
  const [opener] = useState(() => openerOf(document.activeElement));
  return (
    <OpenerContext value={opener}>
      <Suspense fallback={null}>{children}</Suspense>
    </OpenerContext>
  );
}

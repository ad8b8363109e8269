import type { Citation } from '@mateship/contracts';
import { createContext } from 'react';

/** The citations of the message that is drawn, and what opening one does. */
export const CitationContext = createContext<{ citations: readonly Citation[]; onCite: (n: number) => void }>({ citations: [], onCite: () => undefined });

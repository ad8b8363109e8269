import { createContext } from 'react';

/** Opens the drawer with the chats; null where the chats are always in view. */
export const MenuContext = createContext<(() => void) | null>(null);

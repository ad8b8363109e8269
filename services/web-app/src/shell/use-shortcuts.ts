import { useHotkeys } from '@mantine/hooks';

interface ShortcutActions {
  newChat: () => void;
  search: () => void;
  help: () => void;
}

/** The shortcuts people know from other chats. They work in text fields too. */
export function useShortcuts({ newChat, search, help }: ShortcutActions): void {
  useHotkeys(
    [
      ['mod+shift+O', newChat],
      ['mod+K', search],
      ['mod+/', help],
    ],
    [],
  );
}

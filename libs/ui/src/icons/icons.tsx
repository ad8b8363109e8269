import { icon } from './icon.js';

/** A pen on a page: start a new chat. */
export const NewChatIcon = icon(<path d="M12 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-6M18.4 3.6a2 2 0 0 1 2.8 2.8L13 14.6 9.5 15.5l.9-3.5z" />);
/** A lens. */
export const SearchIcon = icon(<path d="M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM20 20l-4-4" />);
/** A paper clip: attach. */
export const AttachIcon = icon(<path d="m20 11.5-8.3 8.3a5 5 0 0 1-7.1-7.1l8.6-8.6a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.8-7.7" />);
/** An arrow up: send. */
export const SendIcon = icon(<path d="M12 19V5M6 11l6-6 6 6" />);
/** A square: stop. */
export const StopIcon = icon(<rect x="7" y="7" width="10" height="10" rx="2" fill="currentColor" />);
/** A page with lines. */
export const FileIcon = icon(<path d="M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5M9 13h6M9 17h4" />);
/** A cross. */
export const CloseIcon = icon(<path d="M6 6l12 12M18 6 6 18" />);
/** A tick. */
export const CheckIcon = icon(<path d="m5 12.5 4.5 4.5L19 7.5" />);
/** Two sheets: copy. */
export const CopyIcon = icon(<path d="M9 9h9a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2zM15 9V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h3" />);
/** A pen: edit. */
export const EditIcon = icon(<path d="M4 20l1-4L16 5a2 2 0 0 1 3 3L8 19zM14 7l3 3" />);
/** An arrow in a circle: answer again. */
export const RetryIcon = icon(<path d="M20 11a8 8 0 1 0-.9 5M20 4v7h-7" />);
/** A bin. */
export const DeleteIcon = icon(<path d="M4 7h16M10 11v6M14 11v6M6 7l1 12a2 2 0 0 0 2 2h6a2 2 0 0 0 2-2l1-12M9 7V5a2 2 0 0 1 2-2h2a2 2 0 0 1 2 2v2" />);
/** A chevron to the left. */
export const PreviousIcon = icon(<path d="m14.5 6-6 6 6 6" />);
/** A chevron to the right. */
export const NextIcon = icon(<path d="m9.5 6 6 6-6 6" />);
/** A chevron down. */
export const DownIcon = icon(<path d="m6 9.5 6 6 6-6" />);
/** Three lines: open the menu. */
export const MenuIcon = icon(<path d="M4 7h16M4 12h16M4 17h10" />);
/** Sliders: settings. */
export const SettingsIcon = icon(<path d="M4 7h9M19 7h1M4 17h1M11 17h9M16 4.5v5M8 14.5v5" />);
/** A door with an arrow: sign out. */
export const SignOutIcon = icon(<path d="M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4M15 8l4 4-4 4M19 12H9" />);
/** A stack of coins. */
export const CreditsIcon = icon(<path d="M12 5c4 0 7 1.1 7 2.5S16 10 12 10 5 8.9 5 7.5 8 5 12 5zM5 7.5v4.5c0 1.4 3 2.5 7 2.5s7-1.1 7-2.5V7.5M5 12v4.5C5 17.9 8 19 12 19s7-1.1 7-2.5V12" />);
/** A key. */
export const KeyIcon = icon(<path d="M15.5 4a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM12.3 11.7 4.5 19.5M7 17l2.5 2.5M10 14l2 2" />);
/** A sun and moon in one: appearance. */
export const AppearanceIcon = icon(<path d="M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16" />);
/** An envelope: invites. */
export const InviteIcon = icon(<path d="M5 6h14a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM4.5 7.5 12 13l7.5-5.5" />);
/** An exclamation mark in a circle. */
export const AlertIcon = icon(<path d="M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v5M12 16h.01" />);
/** A keyboard. */
export const KeyboardIcon = icon(<path d="M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM7 10h.01M11 10h.01M15 10h.01M8 14h8" />);
/** Three dots. */
export const MoreIcon = icon(<path d="M5 12h.01M12 12h.01M19 12h.01" strokeWidth="2.75" />);
/** An open book: ask the help. */
export const HelpIcon = icon(<path d="M12 6c-2-1.5-4.5-2-8-2v14c3.5 0 6 .5 8 2 2-1.5 4.5-2 8-2V4c-3.5 0-6 .5-8 2zM12 6v14" />);
/** A person. */
export const AccountIcon = icon(<path d="M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM5 20c.5-3.5 3.3-5.5 7-5.5s6.5 2 7 5.5" />);
/** A padlock. */
export const LockIcon = icon(<path d="M6 11h12a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1zM8 11V8a4 4 0 0 1 8 0v3M12 15v2" />);

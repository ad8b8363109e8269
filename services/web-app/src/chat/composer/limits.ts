/**
 * The limits of the contracts, repeated: reading them from there would bring the schema library into the first load.
 * limits.spec.ts proves that they agree.
 */
export const MAX_FILE_BYTES = 25 * 1024 * 1024;
export const FILE_TYPES: readonly string[] = ['application/pdf', 'image/png', 'image/jpeg', 'text/plain'];
export const MAX_MESSAGE_CHARACTERS = 100_000;
/** Files that one message can carry. */
export const MAX_ATTACHMENTS = 10;

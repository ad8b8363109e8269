const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;

/** The ids that an input names. Only these may be read during the call, and only if they are the user's. */
export function fileIdsIn(text: string): Set<string> {
  return new Set(text.match(UUID) ?? []);
}

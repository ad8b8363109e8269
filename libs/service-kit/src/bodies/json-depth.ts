/** Objects and arrays may lie in each other this deep; deeper input would overflow code that walks it. */
export const MAX_JSON_DEPTH = 200;

/** Whether a parsed value is nested at most {@link MAX_JSON_DEPTH} deep. Goes level by level, so its own stack stays flat. */
export function isShallow(value: unknown): boolean {
  let level = [value].filter(isContainer);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_JSON_DEPTH) return false;
    level = level.flatMap((container) => Object.values(container)).filter(isContainer);
  }
  return true;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Objects and arrays may lie in each other this deep; deeper input would overflow code that walks it. */
export const MAX_JSON_DEPTH = 200;

/**
 * Whether a parsed value can be handed on: at most {@link MAX_JSON_DEPTH} deep, and without the keys that poison
 * prototypes when somebody merges it. Goes level by level, so its own stack stays flat.
 */
export function isHarmless(value: unknown): boolean {
  let level = [value].filter(isContainer);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_JSON_DEPTH || level.some(poisons)) return false;
    level = level.flatMap((container) => Object.values(container) as unknown[]).filter(isContainer);
  }
  return true;
}

function poisons(container: object): boolean {
  if (Object.hasOwn(container, '__proto__')) return true;
  if (!Object.hasOwn(container, 'constructor')) return false;
  const { constructor } = container as { constructor: unknown };
  return isContainer(constructor) && Object.hasOwn(constructor, 'prototype');
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

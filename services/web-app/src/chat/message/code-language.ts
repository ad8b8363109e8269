/** The language that a block of code says it is in. */
export function languageOf(className: string | undefined): string | null {
  return /language-([\w-]+)/.exec(className ?? '')?.[1] ?? null;
}

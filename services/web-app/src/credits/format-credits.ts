/** Digits of micro-credits beyond the two that are shown. */
const HIDDEN_DIGITS = 4n;
/** The least that two decimals can show, in micro-credits. */
export const SMALLEST_SHOWN = String(10n ** HIDDEN_DIGITS);

/** Whether an amount is written as more than nothing. */
export function isShown(micro: string): boolean {
  return BigInt(micro) >= BigInt(SMALLEST_SHOWN);
}

/** Micro-credits as people read credits: whole ones grouped, up to two decimals, never rounded up to more than there is. */
export function formatCredits(micro: string, locale?: string): string {
  const hundredths = BigInt(micro) / 10n ** HIDDEN_DIGITS;
  const digits = (hundredths < 0n ? -hundredths : hundredths).toString().padStart(3, '0');
  const amount = `${hundredths < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  // As text, since a number would lose digits of large balances.
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(amount as `${number}`);
}

const STACK_LINE = /^\s|^Node\.js v|^$/;
/** Stands below the line of code that Node shows of an uncaught error; in a bundle that line is a whole program. */
const CARET_LINE = /^\s*\^+$/;
const LONGEST = 600;

/** Why a process ended, as far as its last lines tell: its last logged error, else what stands above the stack trace. */
export function lastWords(lines: string[]): string {
  const logged = lines.map(errorMessageOf).filter((message) => message !== null);
  const plain = lines.slice(lines.findLastIndex((line) => CARET_LINE.test(line)) + 1).filter((line) => !STACK_LINE.test(line) && !line.startsWith('{'));
  const words = logged.at(-1) ?? plain.slice(-3).join(' ');
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}

function errorMessageOf(line: string): string | null {
  try {
    const { level, message } = JSON.parse(line) as { level?: unknown; message?: unknown };
    return level === 'error' || level === 'fatal' ? String(message) : null;
  } catch {
    return null;
  }
}

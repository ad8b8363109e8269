const ENOUGH_USES = 3;
const MOST_NAMES = 128;
const MOST_COUNTED = 1_000;
// `count(*)` stands behind a parenthesis and is no list of columns.
const ALL_COLUMNS = /(?:\bselect|\breturning|\bdistinct|\ball|[.,])\s*\*/i;

/**
 * Which statements PostgreSQL keeps prepared, and under which names: those that repeat, so that lists of ever another
 * length take nobody's place, and no more than a connection can hold. A statement that asks for all columns is never
 * among them, because PostgreSQL refuses it ("cached plan must not change result type") once the table has another column.
 */
export class StatementNames {
  private readonly names = new Map<string, string>();
  private readonly uses = new Map<string, number>();

  /** The name to prepare a statement under; undefined when it is not worth it (yet). */
  nameOf(text: string): string | undefined {
    const known = this.names.get(text);
    if (known !== undefined || this.names.size >= MOST_NAMES) return known;
    const uses = (this.uses.get(text) ?? 0) + 1;
    if (this.uses.size >= MOST_COUNTED) this.uses.clear();
    this.uses.set(text, uses);
    if (uses < ENOUGH_USES || ALL_COLUMNS.test(text)) return undefined;
    const name = `s${this.names.size + 1}`;
    this.names.set(text, name);
    return name;
  }
}

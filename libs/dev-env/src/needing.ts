/** Something of the machine that a suite cannot do without. */
export interface Need {
  /** What it is and how to get it, for people. */
  what: string;
  isThere: boolean;
}

/** A suite that needs something of the machine. Says loudly what is missing instead of passing without having tested. */
export function needing(need: Need, name: string, define: () => void): void {
  if (need.isThere) return describe(name, define);
  process.stderr.write(`SKIPPED ${name}: needs ${need.what}\n`);
  describe.skip(name, () => it(`needs ${need.what}`, () => undefined));
}

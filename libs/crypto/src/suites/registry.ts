import { contentSuite } from './content.suite.js';
import type { Suite } from './suite.js';

const SUITES: ReadonlyMap<number, Suite> = new Map([contentSuite].map((suite) => [suite.id, suite]));

/** The suite of an envelope. Never negotiated: a number that is not listed here is refused. */
export function suiteOf(id: number): Suite {
  const suite = SUITES.get(id);
  if (!suite) throw new RangeError(`suite ${id} is not known`);
  return suite;
}

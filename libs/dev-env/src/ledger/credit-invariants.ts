/**
 * Statements about the gateway's credit ledger that must hold at any moment, by name; each selects the rows that break
 * it. Amounts are micro-credits. Meant for tests that move credits, and for a look at a live installation.
 */
export const CREDIT_INVARIANTS: Record<string, string> = {
  'postings sum to zero': 'SELECT sum(posted) AS total FROM credit_account HAVING sum(posted) <> 0',
  'entries of each transfer sum to zero': 'SELECT transfer_id FROM credit_entry GROUP BY transfer_id HAVING sum(amount) <> 0',
  'wallets cover what they hold': `SELECT id FROM credit_account WHERE kind = 'wallet' AND posted - pending < 0`,
  'each hold is resolved at most once': 'SELECT pending_id FROM credit_transfer WHERE pending_id IS NOT NULL GROUP BY pending_id HAVING count(*) > 1',
  'no charge exceeds its hold': `
    SELECT done.id FROM credit_transfer done JOIN credit_transfer hold ON hold.id = done.pending_id WHERE done.amount > hold.amount`,
  'posted equals the entries': `
    SELECT account.id FROM credit_account account LEFT JOIN credit_entry entry ON entry.account_id = account.id
    GROUP BY account.id HAVING account.posted <> coalesce(sum(entry.amount), 0)`,
  'pending equals the open holds': `
    SELECT account.id FROM credit_account account
    LEFT JOIN credit_transfer hold ON hold.account_id = account.id AND hold.kind = 'reserve'
      AND NOT EXISTS (SELECT 1 FROM credit_transfer done WHERE done.pending_id = hold.id)
    GROUP BY account.id HAVING account.pending <> coalesce(sum(hold.amount), 0)`,
  'usage equals the posted spend': `
    SELECT 1 WHERE (SELECT coalesce(sum(amount), 0) FROM usage)
      <> (SELECT posted FROM credit_account WHERE kind = 'revenue')`,
  'no hold outlives its time by a minute': `
    SELECT hold.id FROM credit_transfer hold
    WHERE hold.kind = 'reserve' AND hold.expires_at < now() - interval '60 seconds'
      AND NOT EXISTS (SELECT 1 FROM credit_transfer done WHERE done.pending_id = hold.id)`,
};

/** Gives the names of the {@link CREDIT_INVARIANTS} that do not hold; `query` runs one statement and gives its rows. */
export async function brokenCreditInvariants(query: (statement: string) => Promise<unknown[]>): Promise<string[]> {
  const broken: string[] = [];
  for (const [name, statement] of Object.entries(CREDIT_INVARIANTS)) {
    if ((await query(statement)).length > 0) broken.push(name);
  }
  return broken;
}

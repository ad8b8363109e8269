import type { EntityManager } from 'typeorm';

/** Gives a new account what it starts with, in the transaction that creates it; so there is no account without a wallet. */
export abstract class OpeningBalance {
  abstract open(manager: EntityManager, userId: string): Promise<void>;
}

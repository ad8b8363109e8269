import { Injectable } from '@nestjs/common';
import { PartyKeys } from '../directory/party-keys.js';
import { PromptCipher } from '../prompts/prompt.cipher.js';
import { PersonRepository } from './person.repository.js';

/** Erases a person: every key of theirs, in one step, then what was sealed under them. Audits stay; they hold no content. */
@Injectable()
export class PersonErasure {
  constructor(
    private readonly people: PersonRepository,
    private readonly keys: PartyKeys,
    private readonly prompts: PromptCipher,
  ) {}

  /** May be repeated, and has to be when it was broken off. */
  async erase(ownerId: string): Promise<void> {
    await this.people.destroyKeys(ownerId);
    this.keys.forget();
    this.prompts.forget();
    await this.people.deleteRows(ownerId);
  }
}

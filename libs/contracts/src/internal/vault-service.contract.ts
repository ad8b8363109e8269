import { z } from 'zod';
import { PageQuery } from '../paging/paging.js';
import { CreateEnvelopeRequest, EnvelopeText, MAX_ANSWER_TEXT } from '../vault/envelopes.contract.js';
import { Party } from '../vault/key-directory.contract.js';
import { CreatePromptRequest, UpdatePromptRequest } from '../vault/prompts.contract.js';

const ownerId = z.uuid().describe('The user that the gateway has identified.');
const id = z.uuid();
const version = z.int().min(1).max(2 ** 31 - 1).nullable().describe('Null: the newest.');
const make = z.boolean().describe('Whether the gateway knows this party, so that its first key may be made.');

/** Requests that the gateway makes for prompts, after it has checked who asks. */
export const PROMPT_REQUESTS = {
  create: z.strictObject({ ownerId, prompt: CreatePromptRequest }),
  list: z.strictObject({ ownerId, page: PageQuery }),
  read: z.strictObject({ ownerId, id, version }),
  versions: z.strictObject({ ownerId, id, page: PageQuery }),
  update: z.strictObject({ ownerId, id, change: UpdatePromptRequest }),
  delete: z.strictObject({ ownerId, id }),
} as const;

/** Requests about the keys of a party. */
export const DIRECTORY_REQUESTS = {
  read: z.strictObject({ owner: Party, make }),
  rotate: z.strictObject({ owner: Party }),
  forget: z.strictObject({}).describe('Empties the caches.'),
} as const;

/** Requests about envelopes. `recipient` and `onBehalfOf` are who the gateway knows the caller to be. */
export const ENVELOPE_REQUESTS = {
  create: z.strictObject({ ownerId, make, request: CreateEnvelopeRequest }),
  open: z.strictObject({ envelope: EnvelopeText, recipient: Party, onBehalfOf: Party.nullable() }),
  reply: z.strictObject({ sender: Party, recipient: Party, text: z.string().max(MAX_ANSWER_TEXT), model: z.string().max(200).nullable(), replyTo: z.uuid() }),
} as const;

/** Requests about a person. Erasing destroys every key of theirs, then their prompts; it may be repeated, and no key is made for them again. */
export const PEOPLE_REQUESTS = {
  erase: z.strictObject({ ownerId }),
} as const;

/** Paths of the vault's internal listener for them. All are POST. */
export const VAULT_SERVICE_PATHS = {
  prompts: {
    create: '/internal/v1/prompts/create',
    list: '/internal/v1/prompts/list',
    read: '/internal/v1/prompts/read',
    versions: '/internal/v1/prompts/versions',
    update: '/internal/v1/prompts/update',
    delete: '/internal/v1/prompts/delete',
  },
  directory: { read: '/internal/v1/directory/read', rotate: '/internal/v1/directory/rotate', forget: '/internal/v1/directory/forget' },
  envelopes: { create: '/internal/v1/envelopes/create', open: '/internal/v1/envelopes/open', reply: '/internal/v1/envelopes/reply' },
  people: { erase: '/internal/v1/people/erase' },
} as const;

import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { type CreatePromptRequest, DomainError, type PageQuery, type Prompt, type PromptText, type PromptVersion, type UpdatePromptRequest } from '@mateship/contracts';
import { promptCursor, readPromptCursor, readVersionCursor, versionCursor } from './prompt-cursor.js';
import { PromptCipher } from './prompt.cipher.js';
import { PromptRepository, type StoredPrompt } from './prompt.repository.js';

const MAX_PER_OWNER = 1000;
const MAX_VERSIONS = 1000;
const UPDATE_ATTEMPTS = 5;

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** Prompts with their versions, sealed under one key each. What is not the owner's is not there. */
@Injectable()
export class PromptsService implements OnApplicationBootstrap {
  private readonly logger = new Logger(PromptsService.name);

  constructor(
    private readonly prompts: PromptRepository,
    private readonly cipher: PromptCipher,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.prompts.deleteHalfDeleted().catch((error: unknown) => this.logger.warn(`half-deleted prompts were not removed: ${String(error)}`));
  }

  async create(ownerId: string, prompt: CreatePromptRequest): Promise<Prompt> {
    if ((await this.prompts.count(ownerId)) >= MAX_PER_OWNER) throw new DomainError('VALIDATION_FAILED', { message: `You have ${MAX_PER_OWNER} prompts already. Delete one first.` });
    const id = randomUUID();
    await this.cipher.sealFirst(ownerId, id, prompt, (manager, { keyId, sealed }) => this.prompts.insert(manager, { id, ownerId, keyId, body: sealed }));
    return this.summary(await this.require(ownerId, id, null));
  }

  async list(ownerId: string, { limit, cursor }: PageQuery): Promise<Page<Prompt>> {
    const rows = await this.prompts.list(ownerId, limit + 1, readPromptCursor(cursor));
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const items = await Promise.all(shown.map((row) => this.summary(row).catch(nullIfGone)));
    return { items: items.filter((item) => item !== null), nextCursor: rows.length > limit && last ? promptCursor(last) : null };
  }

  /** One version with its text; null stands for the newest. */
  async read(ownerId: string, id: string, version: number | null): Promise<PromptText> {
    const row = await this.require(ownerId, id, version);
    const { name, text } = await this.cipher.open(row);
    return { id, version: row.version, name, text, createdAt: row.writtenAt.toISOString() };
  }

  async versions(ownerId: string, id: string, { limit, cursor }: PageQuery): Promise<Page<PromptVersion>> {
    const before = readVersionCursor(cursor);
    await this.require(ownerId, id, null);
    const rows = await this.prompts.versions(ownerId, id, limit + 1, before);
    const shown = rows.slice(0, limit);
    const items = await Promise.all(shown.map(async (row) => ({ version: row.version, name: await this.cipher.nameOf(row), createdAt: row.writtenAt.toISOString() })));
    const last = shown.at(-1);
    return { items, nextCursor: rows.length > limit && last ? versionCursor(last.version) : null };
  }

  /** Writes the next version. Updates at the same time come one after the other. */
  async update(ownerId: string, id: string, change: UpdatePromptRequest): Promise<Prompt> {
    for (let attempt = 0; attempt < UPDATE_ATTEMPTS; attempt += 1) {
      const newest = await this.require(ownerId, id, null);
      if (newest.version >= MAX_VERSIONS) throw new DomainError('VALIDATION_FAILED', { message: `This prompt has ${MAX_VERSIONS} versions already. Make a new one.` });
      const { name, text } = await this.cipher.open(newest);
      const body = await this.cipher.sealNext(newest, { name: change.name ?? name, text: change.text ?? text });
      if (await this.prompts.addVersion(ownerId, id, newest.version, body)) return this.summary(await this.require(ownerId, id, null));
    }
    throw new DomainError('DATABASE_UNAVAILABLE', { retryAfter: 1 });
  }

  /** Key and rows go together. One that an earlier release has deleted by half is deleted to the end. */
  async delete(ownerId: string, id: string): Promise<void> {
    const keyId = await this.prompts.keyOf(ownerId, id);
    if (!keyId) throw new DomainError('NOT_FOUND');
    await this.cipher.destroy(ownerId, id, keyId, (manager) => this.prompts.delete(manager, ownerId, id));
  }

  private async require(ownerId: string, id: string, version: number | null): Promise<StoredPrompt> {
    const row = await this.prompts.find(ownerId, id, version);
    if (!row) throw new DomainError('NOT_FOUND');
    return row;
  }

  private async summary(row: StoredPrompt): Promise<Prompt> {
    const { id, version, createdAt, updatedAt } = row;
    return { id, name: await this.cipher.nameOf(row), version, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  }
}

/** A prompt that is being deleted, or is by half: its key is gone. */
function nullIfGone(error: unknown): null {
  if (error instanceof DomainError && error.code === 'NOT_FOUND') return null;
  throw error;
}

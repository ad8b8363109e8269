import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DEFAULT_MATE_ID, DomainError, type CreateMateRequest, type KeyBinding, type Mate } from '@mateship/contracts';
import { encodeContext, openBytes, sealBytes } from '@mateship/crypto';
import { z } from 'zod';
import { DataKeys } from '../keys/data-keys.js';
import { isKeyGone } from '../keys/key-gone.js';
import { UnstoredKeys } from '../keys/unstored-keys/unstored-keys.js';
import { DEFAULT_MATE } from './default-mate.js';
import { MatesRepository, type StoredMate } from './mates.repository.js';

/** A mate with its prompt, for the server's own use while answering. */
export interface MateForAnswer {
  id: string;
  model: string | null;
  prompt: string;
}

type MateBody = CreateMateRequest;

const isUuid = (id: string) => z.uuid().safeParse(id).success;

@Injectable()
export class MatesService {
  constructor(
    private readonly mates: MatesRepository,
    private readonly keys: DataKeys,
    private readonly unstored: UnstoredKeys,
  ) {}

  async list(): Promise<Mate[]> {
    const stored = await this.mates.all();
    const made = await Promise.all(stored.map((mate) => this.open(mate).then((body) => toMate(mate.id, body), nullIfUnreadable)));
    return [toMate(DEFAULT_MATE.id, DEFAULT_MATE), ...made.filter((mate) => mate !== null)];
  }

  async forAnswer(id: string): Promise<MateForAnswer> {
    if (id === DEFAULT_MATE_ID) return DEFAULT_MATE;
    const { model, prompt } = await this.open(await this.require(id));
    return { id, model, prompt };
  }

  async create(adminId: string, request: CreateMateRequest): Promise<Mate> {
    const id = randomUUID();
    const key = await this.keys.create(binding(adminId, id));
    const body = await this.keys.use(binding(adminId, id), key, (dataKey) => sealBytes(dataKey, key, context(id), Buffer.from(JSON.stringify(request))));
    if (!(await this.mates.insert({ id, createdBy: adminId, key, body }))) throw new DomainError('KMS_UNAVAILABLE', { retryAfter: 1 });
    return toMate(id, request);
  }

  async delete(id: string): Promise<void> {
    const { createdBy, key } = await this.require(id);
    await this.mates.delete(id);
    await this.unstored.destroy({ ...binding(createdBy, id), keyId: key.keyId });
  }

  private async require(id: string): Promise<StoredMate> {
    const mate = isUuid(id) ? await this.mates.find(id) : null;
    if (!mate) throw new DomainError('NOT_FOUND');
    return mate;
  }

  private async open(mate: StoredMate): Promise<MateBody> {
    const plain = await this.keys.use(binding(mate.createdBy, mate.id), mate.key, (dataKey) => openBytes(dataKey, context(mate.id), mate.body));
    return JSON.parse(plain.toString()) as MateBody;
  }
}

function binding(ownerId: string, id: string): KeyBinding {
  return { purpose: 'mate', ownerId, objectId: id };
}

function context(id: string): Buffer {
  return encodeContext({ use: 'mate', mateId: id });
}

/** A mate whose key is gone is deleted, or half of it; one that does not open has raised an alarm. Neither takes the others along. */
function nullIfUnreadable(error: unknown): null {
  const isTampered = error instanceof DomainError && error.code === 'DECRYPTION_FAILED';
  if (!isTampered && !isKeyGone(error)) throw error;
  return null;
}

function toMate(id: string, { name, description, model }: Pick<MateBody, 'name' | 'description' | 'model'>): Mate {
  return { id, name, description, model };
}

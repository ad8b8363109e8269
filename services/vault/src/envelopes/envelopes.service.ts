import { Injectable } from '@nestjs/common';
import type { CreateEnvelopeRequest, OpenedEnvelope, SealedEnvelope } from '@mateship/contracts';
import { PartyKeys } from '../directory/party-keys.js';
import { PromptsService } from '../prompts/prompts.service.js';
import { EnvelopeOpener, type Opening } from './envelope-opener.js';
import { EnvelopeSealer } from './envelope-sealer.js';

const VAULT = 'vault';
const REPLY_SUITE = 16;
const REPLY_LIFE_MS = 3_600_000;

/** An app's answer to the user it works for. */
export interface Reply {
  sender: string;
  recipient: string;
  text: string;
  model: string | null;
  replyTo: string;
}

/** Envelopes: a prompt of its owner goes into one, a recipient opens one, an app answers in one. */
@Injectable()
export class EnvelopesService {
  constructor(
    private readonly prompts: PromptsService,
    private readonly keys: PartyKeys,
    private readonly sealer: EnvelopeSealer,
    private readonly opener: EnvelopeOpener,
  ) {}

  /** @param make whether the recipient is known, so that its first key may be made */
  async create(ownerId: string, make: boolean, request: CreateEnvelopeRequest): Promise<SealedEnvelope> {
    const { promptId, recipient, suite, expiresInSeconds } = request;
    const { version, name, text } = await this.prompts.read(ownerId, promptId, request.version);
    const from = `user:${ownerId}`;
    const [sender, receiver] = await Promise.all([
      this.keys.current({ owner: VAULT, use: 'sig', suite }, true),
      this.keys.current({ owner: recipient, use: 'enc', suite }, make),
    ]);
    return this.sealer.seal({ kind: 'prompt', promptId, version, name, text, from }, { caller: from, sender, recipient: receiver, lifeMs: expiresInSeconds * 1000 });
  }

  open(envelope: string, opening: Opening): Promise<OpenedEnvelope> {
    return this.opener.open(Buffer.from(envelope, 'base64'), opening);
  }

  async reply({ sender, recipient, text, model, replyTo }: Reply): Promise<SealedEnvelope> {
    const [signer, receiver] = await Promise.all([
      this.keys.current({ owner: sender, use: 'sig', suite: REPLY_SUITE }, true),
      this.keys.current({ owner: recipient, use: 'enc', suite: REPLY_SUITE }, true),
    ]);
    return this.sealer.seal({ kind: 'answer', text, model, replyTo }, { caller: sender, sender: signer, recipient: receiver, lifeMs: REPLY_LIFE_MS });
  }
}

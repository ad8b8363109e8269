import { Injectable } from '@nestjs/common';
import { DomainError, type ShareContent } from '@mateship/contracts';
import { z } from 'zod';
import { hashShareAuth } from './share-auth.js';
import { ShareReadersRepository } from './share-readers.repository.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';
const NOTHING = Buffer.alloc(32);

/** Gives the holder of a link what the link opens. Whoever is not the holder learns nothing, not even whether it exists. */
@Injectable()
export class ShareReading {
  constructor(private readonly readers: ShareReadersRepository) {}

  async read(id: string, auth: string | undefined): Promise<ShareContent> {
    // Nonsense takes the same way as a good guess, so that it takes the same time.
    const shareId = z.uuid().safeParse(id).success ? id : NOBODY;
    const authHash = hashShareAuth(auth) ?? NOTHING;
    const content = await this.readers.view(shareId, authHash);
    if (content) return content;
    throw new DomainError((await this.readers.exists(shareId, authHash)) ? 'SHARE_GONE' : 'NOT_FOUND');
  }
}

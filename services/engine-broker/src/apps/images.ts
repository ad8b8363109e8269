import { Injectable } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { finished } from 'node:stream/promises';
import { Engine } from '../engine/engine.js';
import type { KnownApp } from '../releases/releases.js';

/** The images of apps. What runs is an image id: a tag that moves meanwhile changes nothing. */
@Injectable()
export class Images {
  constructor(private readonly engine: Engine) {}

  /** @throws DomainError APP_UNAVAILABLE when the image is not on this Engine. */
  async idOf({ id, container }: KnownApp): Promise<string> {
    const image = await this.engine.find((docker) => docker.getImage(container.image).inspect());
    if (image) return image.Id;
    throw new DomainError('APP_UNAVAILABLE', { message: `The image ${container.image} of the app "${id}" is not on this Engine. Build it or pull it first.` });
  }

  /** Brings the image of a published app here; one that is built here must already be there. */
  async pull(app: KnownApp): Promise<void> {
    const { published } = app;
    if (published) {
      await this.engine.call(async (docker) => {
        const progress: NodeJS.ReadableStream = await docker.pull(published);
        await finished(progress.resume());
      });
    }
    await this.idOf(app);
  }
}

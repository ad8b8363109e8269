import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { AnchorKeysRequest, CreateKeyRequest, DestroyKeyRequest, OpenKeyRequest, type SealedKey, VAULT_PATHS } from '@mateship/contracts';
import { RawBody, SignedJson } from '@mateship/service-kit';
import type { z } from 'zod';
import { KeysService } from './keys.service.js';

/** The only service that may ask for keys; its name in the audit. */
const GATEWAY = 'gateway';

/** The routes of VAULT_PATHS. Internal listener; CallerGuard has checked the caller. */
@Controller()
export class KeysController {
  constructor(private readonly keys: KeysService) {}

  @Post(VAULT_PATHS.createKey)
  @RawBody()
  create(@Body(new SignedJson(CreateKeyRequest)) request: CreateKeyRequest): Promise<SealedKey> {
    return this.keys.create(GATEWAY, request);
  }

  @Post(VAULT_PATHS.openKey)
  @HttpCode(200)
  @RawBody()
  open(@Body(new SignedJson(OpenKeyRequest)) request: OpenKeyRequest): Promise<SealedKey> {
    return this.keys.open(GATEWAY, request);
  }

  @Post(VAULT_PATHS.destroyKey)
  @HttpCode(204)
  @RawBody()
  destroy(@Body(new SignedJson(DestroyKeyRequest)) request: z.infer<typeof DestroyKeyRequest>): Promise<void> {
    return this.keys.destroy(GATEWAY, request);
  }

  @Post(VAULT_PATHS.anchorKeys)
  @HttpCode(204)
  @RawBody()
  anchor(@Body(new SignedJson(AnchorKeysRequest)) request: z.infer<typeof AnchorKeysRequest>): Promise<void> {
    return this.keys.anchor(request.anchors);
  }
}

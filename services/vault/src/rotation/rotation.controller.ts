import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { type KeyVersions, VAULT_KEY_VERSION_PATHS, VaultHoldRequest, VaultRetireRequest, VaultRotateRequest } from '@mateship/contracts';
import { RawBody, SignedJson } from '@mateship/service-kit';
import { RotationService } from './rotation.service.js';

/** The routes of VAULT_KEY_VERSION_PATHS. Internal listener; CallerGuard has checked the caller. */
@Controller()
export class RotationController {
  constructor(private readonly rotation: RotationService) {}

  @Get(VAULT_KEY_VERSION_PATHS.status)
  status(): Promise<KeyVersions> {
    return this.rotation.status();
  }

  @Post(VAULT_KEY_VERSION_PATHS.rotate)
  @HttpCode(202)
  @RawBody()
  rotate(@Body(new SignedJson(VaultRotateRequest)) { actor }: VaultRotateRequest): Promise<KeyVersions> {
    return this.rotation.rotate(actor);
  }

  @Post(VAULT_KEY_VERSION_PATHS.retire)
  @HttpCode(200)
  @RawBody()
  retire(@Body(new SignedJson(VaultRetireRequest)) { below, actor }: VaultRetireRequest): Promise<KeyVersions> {
    return this.rotation.retire(below, actor);
  }

  @Post(VAULT_KEY_VERSION_PATHS.hold)
  @HttpCode(200)
  @RawBody()
  hold(@Body(new SignedJson(VaultHoldRequest)) { actor, ...hold }: VaultHoldRequest): Promise<KeyVersions> {
    return this.rotation.hold(hold, actor);
  }
}

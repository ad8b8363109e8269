import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { PEOPLE_REQUESTS, VAULT_SERVICE_PATHS } from '@mateship/contracts';
import { RawBody, SignedJson } from '@mateship/service-kit';
import type { z } from 'zod';
import { PersonErasure } from './person-erasure.js';

const shapes = PEOPLE_REQUESTS;

/** Whoever leaves, for the gateway, which has found out that they want to. */
@Controller()
export class PeopleController {
  constructor(private readonly erasure: PersonErasure) {}

  @Post(VAULT_SERVICE_PATHS.people.erase)
  @HttpCode(204)
  @RawBody()
  erase(@Body(new SignedJson(shapes.erase)) { ownerId }: z.output<typeof shapes.erase>): Promise<void> {
    return this.erasure.erase(ownerId);
  }
}

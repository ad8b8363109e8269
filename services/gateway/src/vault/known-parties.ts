import { Injectable } from '@nestjs/common';
import { AppCatalogue } from '../apps/app-catalogue.js';
import type { Principal } from '../access/index.js';
import { userParty } from './vault-service.client.js';

/** Which parties the gateway vouches for. Others have keys only when they made some themselves. */
@Injectable()
export class KnownParties {
  constructor(private readonly catalogue: AppCatalogue) {}

  /** A party as it was asked for; `me` is the caller. */
  named(name: string, principal: Principal): string {
    return name === 'me' ? userParty(principal.userId) : name;
  }

  isKnown(party: string, principal: Principal): boolean {
    return party === userParty(principal.userId) || this.isOurs(party);
  }

  /** The vault and installed apps. */
  isOurs(party: string): boolean {
    return party === 'vault' || this.catalogue.all().some(({ manifest }) => party === `app:${manifest.id}`);
  }
}

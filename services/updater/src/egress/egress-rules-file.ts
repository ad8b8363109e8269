import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { EgressGrants } from '@mateship/contracts';
import { egressRules } from '@mateship/fleet';
import { JsonLogger } from '@mateship/service-kit';
import { InstalledApps } from '../apps/installed-apps.js';
import { CONFIG, type UpdaterConfig } from '../config/config.js';
import { replaceFile } from './replace-file.js';

/** Names in the folder of the egress proxy; it reads the rules alone. */
const RULES = 'rules.conf';
const GRANTS = 'grants.json';

/** The rules that the egress proxy goes by: of the manifests and of the latest grants, which outlive a restart. */
@Injectable()
export class EgressRulesFile implements OnModuleInit {
  private latest: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CONFIG) private readonly config: UpdaterConfig,
    private readonly apps: InstalledApps,
    private readonly logger: JsonLogger,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.write(await this.lastGrants());
  }

  /** Replaces all grants. @throws DomainError VALIDATION_FAILED for an address that is none; the rules stay as they were. */
  grant(grants: EgressGrants): Promise<void> {
    const written = this.latest.then(() => this.write(grants));
    this.latest = written.catch(() => undefined);
    return written;
  }

  private async write(grants: EgressGrants): Promise<void> {
    const rules = egressRules(this.apps.all(), grants.grants, this.config);
    await replaceFile(path.join(this.config.egressDir, GRANTS), JSON.stringify(grants));
    await replaceFile(path.join(this.config.egressDir, RULES), rules);
    this.logger.log('the egress rules are written', { grants: grants.grants.length });
  }

  private async lastGrants(): Promise<EgressGrants> {
    const text = await readFile(path.join(this.config.egressDir, GRANTS), 'utf8').catch(() => '{"grants":[]}');
    try {
      return EgressGrants.parse(JSON.parse(text));
    } catch {
      this.logger.warn('the last egress grants cannot be read; there are none until the gateway tells them again');
      return { grants: [] };
    }
  }
}

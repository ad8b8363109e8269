import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry } from '@mateship/service-kit';
import { Engine } from './engine.js';

/** Tells in health reports whether the Engine answers. */
@Injectable()
export class EngineHealth implements OnModuleInit {
  constructor(
    private readonly health: HealthRegistry,
    private readonly engine: Engine,
  ) {}

  onModuleInit(): void {
    this.health.register('engine', { needed: true, check: async () => void (await this.engine.call((docker) => docker.ping())) });
  }
}

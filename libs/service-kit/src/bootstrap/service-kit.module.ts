import type { DynamicModule } from '@nestjs/common';
import { HealthController } from '../health/health.controller.js';
import { HealthRegistry } from '../health/health-registry.js';
import { JsonLogger } from '../logging/json-logger.js';
import { Metrics } from '../metrics/metrics.js';
import { MetricsController } from '../metrics/metrics.controller.js';
import type { RootModule } from './running-service.js';

/** The parts that every service shares, by instance, so that code outside of Nest's container can use them too. */
export interface KitParts {
  logger: JsonLogger;
  health: HealthRegistry;
  metrics: Metrics;
}

/** Puts the shared parts beside the service's own module, visible everywhere in it. */
export class ServiceKitModule {
  static around(module: RootModule, { logger, health, metrics }: KitParts): DynamicModule {
    const parts = [
      { provide: JsonLogger, useValue: logger },
      { provide: HealthRegistry, useValue: health },
      { provide: Metrics, useValue: metrics },
    ];
    return {
      module: ServiceKitModule,
      global: true,
      imports: [module],
      providers: parts,
      exports: parts,
      controllers: [HealthController, MetricsController],
    };
  }
}

import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { HealthController, MetricsController } from '@mateship/service-kit';
import { ThrottlerModule } from '@nestjs/throttler';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { CONFIG, type GatewayConfig } from '../config/config.js';
import { RedisLink } from '../platform/redis-link.js';
import { AccessGuard } from './access.guard.js';
import { assignAccess } from './access.policy.js';
import { PrincipalWatch } from './principal-watch.js';
import { FixedWindowStorage } from './throttle/fixed-window.storage.js';
import { limitsFor } from './throttle/limits.js';
import { RedisWindowStorage } from './throttle/redis-window.storage.js';
import { ThrottleGuard } from './throttle/throttle.guard.js';
import { throttlersFor } from './throttle/throttlers.js';

assignAccess(HealthController, { public: true, unthrottled: true });
assignAccess(MetricsController, { internal: true });

/** Guards of every route. The order matters: the throttle counts by the principal that the access guard found. */
@Module({
  imports: [
    AuthModule,
    ApiKeysModule,
    ThrottlerModule.forRootAsync({
      inject: [CONFIG, { token: RedisLink, optional: true }],
      useFactory: (config: Pick<GatewayConfig, 'rateLimit'>, redis: RedisLink | null | undefined) => ({
        throttlers: throttlersFor(limitsFor(config.rateLimit)),
        storage: redis ? new RedisWindowStorage(redis) : new FixedWindowStorage(),
      }),
    }),
  ],
  providers: [PrincipalWatch, { provide: APP_GUARD, useClass: AccessGuard }, { provide: APP_GUARD, useClass: ThrottleGuard }],
  exports: [PrincipalWatch],
})
export class AccessModule {}

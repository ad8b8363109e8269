import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { HealthRegistry, JsonLogger, Metrics } from '@mateship/service-kit';
import { AppModule } from '../src/app.module.js';
import { AppCatalogue } from '../src/apps/app-catalogue.js';
import type { AppLauncher } from '../src/apps/runtime/app-launcher.js';
import type { GatewayConfig } from '../src/config/config.js';
import { describeApi } from '../src/openapi.js';

const FILE = path.join(__dirname, '..', 'openapi.json');

/** What createService puts around a service's own module. */
function withKit(module: DynamicModule): DynamicModule {
  const parts = [JsonLogger, HealthRegistry, Metrics].map((part) => ({ provide: part, useValue: null }));
  return { module: class Kit {}, global: true, imports: [module], providers: parts, exports: parts };
}

/** Preview mode builds the module graph without creating anything, so no database is needed. */
async function currentDocument(): Promise<string> {
  const module = AppModule.register({} as GatewayConfig, new AppCatalogue([]), {} as AppLauncher);
  const app = await NestFactory.create(withKit(module), new FastifyAdapter(), { preview: true, logger: false, abortOnError: false });
  return `${JSON.stringify(describeApi(app), null, 2)}\n`;
}

describe('openapi.json', () => {
  it('is what the code describes', async () => {
    const document = await currentDocument();
    if (process.env.UPDATE_OPENAPI === '1') writeFileSync(FILE, document);
    expect(existsSync(FILE) ? readFileSync(FILE, 'utf8') : null).toBe(document);
  });

  it('names every feature of the public API', async () => {
    const { paths } = JSON.parse(await currentDocument()) as { paths: Record<string, unknown> };
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/v1/auth/login', '/v1/chat/message', '/v1/files', '/v1/credits', '/v1/api_keys', '/v1/skills', '/v1/models']));
  });
});

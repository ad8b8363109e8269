import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { cleanupOpenApiDoc } from 'nestjs-zod';
import { VERSION } from './version.js';

/** The OpenAPI document of the public API. The committed openapi.json must equal it. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const description = 'Chats, files, credits, skills and accounts of one Mateship server. Every error has the body ErrorBody with a stable code.';
  const document = new DocumentBuilder().setTitle('Mateship').setDescription(description).setVersion(VERSION).addBearerAuth().build();
  const api = cleanupOpenApiDoc(SwaggerModule.createDocument(app, document, { operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}` }));
  const paths = Object.fromEntries(Object.entries(api.paths).filter(([path]) => path.startsWith('/v1/')).sort(([a], [b]) => a.localeCompare(b)));
  return { ...api, paths };
}

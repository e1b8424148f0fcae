import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { ProblemDocument } from '../http/problem-document.js';
import { securityScheme } from './responses.js';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** The API described by its own handlers and schemas; no servers, no assets, nothing of this installation. */
export function openApiDocument(app: INestApplication, version: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Trailhound')
    .setDescription('Alerts raised from CloudTrail records. Errors are problem documents (RFC 9457) with stable codes.')
    .setVersion(version)
    .addTag('alerts', 'what was found')
    .addTag('rules', 'what is looked for, and what is muted')
    .addTag('operations', 'how the process is')
    .addSecurity(securityScheme, { type: 'http', scheme: 'bearer' })
    .build();
  const document = SwaggerModule.createDocument(app, config);
  const problem = z.toJSONSchema(ProblemDocument, { target: 'openapi-3.0' });
  const schemas = { ...document.components?.schemas, Problem: problem as Schema };
  return { ...document, components: { ...document.components, schemas } };
}

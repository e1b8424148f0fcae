import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiServiceUnavailableResponse } from '@nestjs/swagger';
import { answerProbe, type Health, type HealthAnswer, type HealthReport, type Metrics } from '@trailhound/runtime';
import type { FastifyReply } from 'fastify';
import { Problems, Secured } from '../openapi/responses.js';
import { HealthView, ProbeView } from './health-views.js';

export const healthToken = Symbol('health');
export const metricsToken = Symbol('metrics');

/** Probes and metrics, open to whoever reaches the port; the reasons behind a state only with a token. */
@Controller()
export class OperationsController {
  constructor(
    @Inject(healthToken) private readonly health: Health,
    @Inject(metricsToken) private readonly metrics: Metrics,
  ) {}

  @Get('livez')
  @ApiOperation({ operationId: 'getLiveness', summary: 'Whether a restart would help', tags: ['operations'] })
  @ApiOkResponse({ description: 'it makes progress', standardSchema: ProbeView })
  @ApiServiceUnavailableResponse({ description: 'it is stuck', standardSchema: ProbeView })
  async livez(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthAnswer['body']> {
    return probe(await answerProbe(this.health, '/livez'), reply);
  }

  @Get('readyz')
  @ApiOperation({ operationId: 'getReadiness', summary: 'Whether it can work now', tags: ['operations'] })
  @ApiOkResponse({ description: 'it can', standardSchema: ProbeView })
  @ApiServiceUnavailableResponse({ description: 'something is down, or it is draining', standardSchema: ProbeView })
  async readyz(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthAnswer['body']> {
    return probe(await answerProbe(this.health, '/readyz'), reply);
  }

  @Get('metrics')
  @ApiOperation({ operationId: 'getMetrics', summary: 'Metrics in the Prometheus text format', tags: ['operations'] })
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: 'the metrics', schema: { type: 'string' } })
  async exposeMetrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { contentType, text } = await this.metrics.expose();
    void reply.type(contentType);
    return text;
  }

  @Get('api/health')
  @Secured()
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({ operationId: 'getHealth', summary: 'Every check with its reason, and notes', tags: ['operations'] })
  @ApiOkResponse({ description: 'the state of the process', standardSchema: HealthView })
  @Problems(401)
  async report(): Promise<HealthReport> {
    const [ready, live] = [await this.health.ready(), this.health.live()];
    const status = ready.status === 'up' ? live.status : ready.status;
    return { status, checks: { ...ready.checks, ...live.checks }, notes: ready.notes };
  }
}

function probe({ statusCode, body }: HealthAnswer, reply: FastifyReply): HealthAnswer['body'] {
  void reply.status(statusCode);
  return body;
}

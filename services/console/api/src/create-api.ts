import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CodedError, hasCode } from '@trailhound/contracts';
import type { CheckpointStore, Clock, DeliveryLedger, RecordLog } from '@trailhound/ports';
import { type Health, type ListenAddress, listenUrl, type Metrics, nestLogger } from '@trailhound/runtime';
import { AlertChanges } from './alerts/alert-changes.js';
import { AlertReader, type AlertReaderPorts } from './alerts/alert-reader.js';
import { AlertsController } from './alerts/alerts.controller.js';
import type { ApiTokens } from './auth/api-tokens.js';
import { tokenGuard } from './auth/token-guard.js';
import { CompletenessController } from './completeness/completeness.controller.js';
import { CompletenessReader } from './completeness/completeness-reader.js';
import { clockToken, DeliveriesController } from './deliveries/deliveries.controller.js';
import { DeliveryHistory } from './deliveries/delivery-history.js';
import type { DestinationTrials } from './destinations/destination-trials.js';
import { DestinationsController, trialsToken } from './destinations/destinations.controller.js';
import { healthToken, metricsToken, OperationsController } from './health/operations.controller.js';
import { defaultHttpLimits, fastifyAdapter, type HttpLimits } from './http/fastify-adapter.js';
import { ParameterPipe } from './http/parameter-pipe.js';
import { ProblemFilter } from './http/problem-filter.js';
import { openApiDocument } from './openapi/openapi-document.js';
import { RuleBench, type TestRules } from './rules/rule-bench.js';
import { RuleWritesController } from './rules/rule-writes.controller.js';
import { RulesController } from './rules/rules.controller.js';
import { RulesEditor, type RulesWriter } from './rules/rules-editor.js';
import { RulesReader } from './rules/rules-reader.js';
import { SuppressionWritesController } from './rules/suppression-writes.controller.js';

export interface ApiOptions extends Omit<AlertReaderPorts, 'deliveries'> {
  readonly deliveries: Pick<DeliveryLedger, 'status' | 'replay'>;
  readonly log: RecordLog;
  /** Where collectors note what came. */
  readonly checkpoints: CheckpointStore;
  readonly clock: Clock;
  /** Absent: no destination can be tried here. */
  readonly trials?: DestinationTrials;
  /** Puts rules into force; or why this API cannot, in a sentence that says who can. */
  readonly writer: RulesWriter | { readonly refusal: string };
  readonly testRules: TestRules;
  readonly health: Health;
  readonly metrics: Metrics;
  /** Who may read; `off` only where something in front of the API asks (`api.authentication: false`). */
  readonly tokens: ApiTokens | 'off';
  readonly listen: ListenAddress;
  /** Of the product, for the OpenAPI document. */
  readonly version: string;
  readonly limits?: Partial<HttpLimits>;
}

export interface ConsoleApi {
  /** Resolves with the URL once it answers; rejects with `API_ADDRESS_IN_USE` or the system's error. */
  listen(): Promise<string>;
  /** Answers what is in hand, takes no more, and releases the port. */
  close(): Promise<void>;
}

const noTrials: DestinationTrials = { names: [], tryOut: async () => ({ ok: false, problems: [] }) };

@Module({})
class ApiModule {}

/** The REST API over alerts and rules, with probes and metrics. The stores it is given stay open: whoever opened them closes them. */
export async function createApi(options: ApiOptions): Promise<ConsoleApi> {
  const { health, metrics, logger, tokens, listen, version } = options;
  const problems = new ProblemFilter(logger);
  const limits = { ...defaultHttpLimits, ...options.limits };
  const rules = new RulesReader(options);
  const guard = tokens === 'off' ? () => {} : tokenGuard(tokens);
  const app = await NestFactory.create<NestFastifyApplication>(
    {
      module: ApiModule,
      controllers: [
        AlertsController,
        RulesController,
        RuleWritesController,
        SuppressionWritesController,
        DeliveriesController,
        DestinationsController,
        CompletenessController,
        OperationsController,
      ],
      providers: [
        { provide: AlertReader, useValue: new AlertReader(options) },
        { provide: AlertChanges, useValue: new AlertChanges(options) },
        { provide: DeliveryHistory, useValue: new DeliveryHistory(options) },
        { provide: CompletenessReader, useValue: new CompletenessReader(options.checkpoints, options.clock) },
        { provide: trialsToken, useValue: options.trials ?? noTrials },
        { provide: RulesReader, useValue: rules },
        { provide: RulesEditor, useValue: new RulesEditor(rules, options) },
        { provide: RuleBench, useValue: new RuleBench(rules, options) },
        { provide: clockToken, useValue: options.clock },
        { provide: healthToken, useValue: health },
        { provide: metricsToken, useValue: metrics },
      ],
    },
    fastifyAdapter({ limits, guard, problems, metrics, logger }),
    { logger: nestLogger(logger), abortOnError: false, bodyParser: false },
  );
  app.useGlobalFilters(problems);
  app.useGlobalPipes(new ParameterPipe());
  const server = app.getHttpAdapter().getInstance();
  // JSON is the one kind of body a handler takes; names that reach into prototypes are refused.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, server.getDefaultJsonParser('error', 'error'));
  let description: string | undefined;
  server.get('/api/openapi.json', (_, reply) => {
    description ??= JSON.stringify(openApiDocument(app, version));
    return reply.type('application/json; charset=utf-8').send(description);
  });
  await app.init();

  return {
    async listen() {
      try {
        await app.listen(listen.port, listen.host);
      } catch (error) {
        if (!hasCode(error, 'EADDRINUSE')) throw error;
        const message = `api.listen: ${listen.host}:${listen.port} is in use by another process`;
        throw new CodedError('API_ADDRESS_IN_USE', message, { port: listen.port }, { cause: error });
      }
      const address = server.server.address();
      return listenUrl(listen.host, typeof address === 'object' && address !== null ? address.port : listen.port);
    },
    close: () => app.close(),
  };
}

import type { Command } from 'commander';
import type { AddCommand, SetExitCode } from '../command.js';
import type { Io } from '../io.js';
import type { ServiceName } from '../run/cluster/services.js';

interface Page {
  readonly description: string;
  /** What this service does and what is special about running it. */
  readonly text: string;
  readonly example: string;
}

const shared = `
Needs kafka and redis in the configuration, which all services share. Waits for brokers and Redis that are away, at the
start and later, and says so once; nothing is dropped meanwhile. Log: JSON lines on stderr. SIGTERM finishes what is in
hand and leaves the group; a second signal exits at once. /livez never depends on Kafka or Redis, /readyz does.
Exit codes: 0 stopped; 1 not everything stopped in time; 2 a wrong configuration; 3 a topic is missing, Redis may evict
keys, or the service failed and is to be started again.`;

const configuration = `
Example configuration:
  kafka: { brokers: [kafka:9092], createTopics: true }
  redis: { url: redis://redis:6379 }
  admin: { listen: 0.0.0.0:8081 }`;

function addService(name: ServiceName, page: Page): AddCommand {
  return (parent: Command, io: Io, setExitCode: SetExitCode) => {
    parent
      .command(name)
      .description(page.description)
      .requiredOption('--config <file>', 'the configuration, YAML or JSON')
      .addHelpText('after', `\n${page.text}\n${shared}\n${configuration}\n${page.example}\n`)
      // Loaded when it is called: the services are most of the program, and no other command needs them.
      .action(async ({ config }: { readonly config: string }) => {
        const [{ runService }, { serviceNamed }] = await Promise.all([
          import('../run/cluster/run-service.js'),
          import('../run/cluster/services.js'),
        ]);
        setExitCode(await runService(io, config, serviceNamed(name, io)));
      });
  };
}

export const addCollector = addService('collector', {
  description: 'one service of a cluster: reads CloudTrail from its sources into Kafka',
  text: `Run one. A source of files, S3 objects or standard input ends when it is read; the process stays until it is stopped,
and tries again what could not be read. What was read is remembered in Redis and not read again.`,
  example: `  sources: [{ s3: s3://acme-cloudtrail/AWSLogs/ }]

Example:
  $ trailhound collector --config trailhound.yaml`,
});

export const addMatcher = addService('matcher', {
  description: 'one service of a cluster: matches records against rules, raises alerts',
  text: `Run as many as there is work for, up to one a partition of the topic of records (kafka.partitions); start and stop them
at any time. Any number gives the same alerts. All of them run the rules last pushed with \`trailhound rules push\`, and go
over to the next revision together. Where nothing was pushed yet, the folders of the configuration are pushed once.`,
  example: `  rules: [./rules]

Example:
  $ trailhound matcher --config trailhound.yaml`,
});

export const addNotifier = addService('notifier', {
  description: 'one service of a cluster: delivers alerts to destinations',
  text: `Run one or several. A delivery that fails is tried again for about a day; one that another notifier finished is not sent
again. Between a destination's answer and its record a crash repeats a notification, with the same webhook-id.`,
  example: `  destinations:
    soc: { webhook: { url: https://soc.example/hook, secretFile: ./soc.whsec } }

Example:
  $ trailhound notifier --config trailhound.yaml`,
});

export const addConsole = addService('console', {
  description: 'one service of a cluster: the REST API over alerts',
  text: `Run one or several. Its index of alerts lies in the data folder and is built anew from Kafka where that is empty.`,
  example: `  api: { listen: 0.0.0.0:8080, tokenFile: ./api.tokens }

Example:
  $ trailhound console --config trailhound.yaml`,
});

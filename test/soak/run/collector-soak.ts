import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AwsApi } from '@trailhound/testkit/launchers';
import { judge } from '../../chaos/invariants/index.js';
import type { Machines } from '../../chaos/lab/machines.js';
import { referenceAlerts } from '../../chaos/oracle/reference.js';
import { type CompletenessAnswer, completenessProblems } from '../checks/completeness.js';
import { fewestCopies, uidProblems } from '../checks/uids.js';
import { runVerify, verifyProblems } from '../checks/verify.js';
import { openAwsPlace } from '../lab/aws-place.js';
import { feed } from '../lab/feeding.js';
import { killing } from '../lab/killing.js';
import { whileItGetsOn, within } from '../lab/patience.js';
import { openSoakLab, type SoakLab, type SoakLabOptions } from '../lab/soak-lab.js';
import { trailBucket } from '../organisation/objects.js';
import { hourMs, type OrganisationSize, organisationRecords, type RecordKind } from '../organisation/records.js';
import { soakRules } from '../organisation/rules.js';

export interface SoakSetting {
  readonly machines: Machines;
  readonly aws: AwsApi;
  readonly size: OrganisationSize;
  readonly kills: number;
  /** Kept: configuration and logs. */
  readonly folder: string;
  /** How long a message is hidden; those in the hands of a killed collector come again after it. */
  readonly visibilitySeconds: number;
  readonly replicas: SoakLabOptions['replicas'];
  readonly onProgress: (words: string) => void;
}

/** What is held against what happened: records in Kafka, alerts told, the report, `trailhound verify`. */
export type Promised = 'records' | 'alerts' | 'completeness' | 'verify';

export interface SoakResult {
  readonly records: number;
  readonly objects: number;
  readonly messages: number;
  /** Messages in `cloudtrail.records`: the copies of all paths. */
  readonly published: number;
  /** That people should be told. */
  readonly alerts: number;
  readonly lost: number;
  readonly repeated: number;
  /** Told twice because a notifier died between the answer and the journal, as is documented. */
  readonly resent: number;
  readonly kills: number;
  /** By the kind of process. */
  readonly killed: Readonly<Record<string, number>>;
  /** Of `trailhound verify`. */
  readonly verifyExitCode: number;
  /** The fewest copies of one record in Kafka, by kind: both trails bring management events, the bus brings writes as well. */
  readonly copies: Readonly<Record<RecordKind, number>>;
  /** Sentences about what does not hold; none after a good run. */
  readonly problems: Readonly<Record<Promised, readonly string[]>>;
  readonly seconds: number;
}

const stallMs = 300_000;
const askMs = 120_000;
const endsWithinMs = 120_000;
const readWithinMs = 300_000;
/** A second delivery would come within this time: claims are looked for every second. */
const quietMs = 2_500;
/** Each is read, at worst on a busy machine. */
const verifyMsAnObject = 100;

/** Has an organisation collected and judges what came of it. Rejects, saying what was waited for, where a wait came to nothing. */
export async function collectorSoak(setting: SoakSetting): Promise<SoakResult> {
  const { machines, aws, size, folder, visibilitySeconds, replicas, onProgress } = setting;
  const startedMs = Date.now();
  mkdirSync(folder, { recursive: true });
  const name = `soak-${size.seed}-${startedMs.toString(36)}`;
  const records = organisationRecords(size);
  const trails = trailBucket(name, records, size);
  const reference = referenceAlerts(
    soakRules,
    records.map(({ record }) => record),
  );
  onProgress(`${records.length} records in ${trails.objects} objects, ${reference.size} alerts to come of them`);
  const place = await within('there are bucket and queues', askMs, openAwsPlace(aws, name));
  let lab: SoakLab | undefined;
  try {
    lab = await openSoakLab({
      ...{ machines, aws, place, folder, visibilitySeconds, replicas },
      ...{ prefix: `${name}.`, publicKeys: trails.publicKeys },
    });
    onProgress('all processes have started');
    const kills = killing({
      ...{ collectors: lab.collectors, matchers: lab.matchers, notifiers: lab.notifiers },
      ...{ seed: size.seed, hours: size.hours, kills: setting.kills },
      onKill: (victim) => onProgress(`killing ${victim}`),
    });
    const onHour = (hour: number) => kills.hour(hour);
    const fed = await feed({ place, trails, records, seed: size.seed, onHour, onProgress });
    await within('the last killed process has ended', endsWithinMs, kills.settled());
    await whileItGetsOn(
      'both queues are empty',
      async () => {
        const { notices, events } = await place.waiting();
        return { isDone: notices + events === 0, words: `${notices} notices and ${events} events are left` };
      },
      { stallMs, onProgress },
    );
    for (const collector of lab.collectors)
      await within(`${collector.name} ends`, endsWithinMs, collector.stop('terminate'));
    await workedOff(lab, reference.size, onProgress);
    onProgress('asking whether everything is there');
    for (const marker of fed.hidden) await within('an object is restored', askMs, place.restore(marker));
    const completeness = await askCompleteness(lab.apiUrl);
    const objects = trails.objects + trails.hours.reduce((sum, { digests }) => sum + digests.length, 0);
    const verified = await runVerify({
      ...{ bucket: name, fromMs: size.startMs, toMs: size.startMs + size.hours * hourMs },
      ...{ publicKeysFile: join(folder, 'public-keys.json'), env: aws.env },
      timeoutMs: 60_000 + objects * verifyMsAnObject,
    });
    onProgress('reading the topics');
    const topics = await within('the topics are read', readWithinMs, readTopics(lab));
    const services = lab.services();
    const crashes = services.flatMap((service) => service.crashes);
    const verdict = judge({
      ...{ reference, isDrained: true, ...topics },
      input: { arrivals: [], records: records.map(({ record }) => record), poison: [] },
      ...{ soc: lab.soc.requests, legacy: [], crashes, freezes: [] },
      ...{ stepsBack: lab.watch.stepsBack, memory: lab.watch.memory },
      logs: new Map(services.map((service) => [service.name, readFileSync(service.logFile, 'utf8')])),
    });
    const told = [...reference.values()].filter(({ isSuppressed }) => !isSuppressed).length;
    const byKind = Map.groupBy(crashes, ({ service }) => service.replace(/-\d+$/, ''));
    return {
      ...{ records: records.length, objects: trails.objects, messages: fed.messages, published: topics.records.length },
      ...{ alerts: told, lost: verdict.lost, repeated: verdict.repeated, resent: verdict.resent },
      ...{ kills: crashes.length, verifyExitCode: verified.exitCode, seconds: (Date.now() - startedMs) / 1_000 },
      killed: Object.fromEntries([...byKind].map(([kind, ofKind]) => [kind, ofKind.length])),
      copies: fewestCopies(records, topics.records),
      problems: {
        records: uidProblems(records, new Set(topics.records.map(({ key }) => key))),
        alerts: verdict.problems,
        completeness: completenessProblems(records, completeness),
        verify: verifyProblems(verified, trails),
      },
    };
  } finally {
    await lab?.close();
    place.close();
  }
}

async function workedOff(lab: SoakLab, expected: number, onProgress: (words: string) => void): Promise<void> {
  const look = async () => {
    const lags = [...lab.watch.latest].map(([group, { lag }]) => `${group} ${lag} behind`);
    const words = [...lags, `${lab.soc.accepted.length} of ${expected} alerts told`].join(', ');
    return { isDone: await lab.isWorkedOff(), words };
  };
  const options = { stallMs, onProgress };
  await whileItGetsOn('everything is matched and told', look, options);
  await sleep(quietMs);
  await whileItGetsOn('everything is still matched and told', look, options);
}

async function askCompleteness(apiUrl: string): Promise<CompletenessAnswer> {
  const signal = AbortSignal.timeout(askMs);
  const answer = await fetch(`${apiUrl}/api/completeness?limit=5000`, { signal });
  if (!answer.ok) throw new Error(`GET /api/completeness answers ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as CompletenessAnswer;
}

async function readTopics({ topics }: SoakLab) {
  const records = await topics.readAll('cloudtrail.records');
  const [alerts, quarantine] = [await topics.readAll('alerts'), await topics.readAll('cloudtrail.quarantine')];
  const [journal, deadLetters] = [await topics.readAll('alert.deliveries'), await topics.readAll('alerts.dlq')];
  return { records, alerts, quarantine, journal, deadLetters };
}

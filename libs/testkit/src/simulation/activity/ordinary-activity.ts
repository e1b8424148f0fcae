import type { Random } from '../../random.js';
import type { CloudTrailRecord } from '../../record/cloudtrail-record.js';
import { consoleLogin } from '../../record/console-login.js';
import { iamUser } from '../../record/user-identity.js';
import type { Company } from '../company.js';
import { roleHandedOut, scaling, trailDelivery } from './aws-services.js';
import { employeeDay } from './employee-day.js';
import { pipelineRun } from './pipeline.js';
import { metricsPoll, nightlyBackup, serviceHour } from './workload.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A time every `everyMs`, a little early or late. */
function* ticks(fromMs: number, toMs: number, everyMs: number, random: Random): Generator<Date> {
  for (let atMs = fromMs; atMs < toMs; atMs += everyMs) {
    yield new Date(Math.min(toMs - 1000, atMs + random.int(0, Math.floor(everyMs / 3))));
  }
}

/** A user of the old days signs in with password and second factor; now and then the first try has a typo. */
function* passwordSignIns(company: Company, at: Date, random: Random): Generator<CloudTrailRecord> {
  const [, , shared] = company.accounts;
  const userIdentity = iamUser({ accountId: shared.id, userName: 'j.okafor' });
  const from = { accountId: shared.id, userIdentity, awsRegion: shared.region, sourceIPAddress: company.officeAddress };
  if (random.chance(0.5)) yield consoleLogin({ ...from, outcome: 'failure', eventTime: at, seed: random.uuid() });
  yield consoleLogin({ ...from, eventTime: new Date(at.getTime() + 20_000), seed: random.uuid() });
}

/** Everything that goes on between two times in a company where nothing is wrong; in no particular order. */
export function* ordinaryActivity(company: Company, from: Date, to: Date, random: Random): Generator<CloudTrailRecord> {
  const [fromMs, toMs] = [from.getTime(), to.getTime()];
  const within = (record: CloudTrailRecord): boolean => {
    const atMs = Date.parse(record.eventTime);
    return atMs >= fromMs && atMs < toMs;
  };
  for (let midnight = Math.floor(fromMs / dayMs) * dayMs; midnight < toMs; midnight += dayMs) {
    const day = random.fork(`day ${midnight}`);
    const weekend = [0, 6].includes(new Date(midnight).getUTCDay());
    for (const employee of weekend ? company.employees.slice(0, 2) : company.employees) {
      yield* employeeDay(company, employee, new Date(midnight), day.fork(employee.userName)).filter(within);
    }
    yield* [...passwordSignIns(company, new Date(midnight + 9 * hourMs), day.fork('sign-in'))].filter(within);
  }
  const [, , shared] = company.accounts;
  for (const account of company.accounts) {
    const own = random.fork(account.id);
    for (const at of ticks(fromMs, toMs, 2 * hourMs, own)) yield* pipelineRun(account, at, own).filter(within);
    for (const at of ticks(fromMs, toMs, 15 * minuteMs, own)) yield* metricsPoll(account, at, own).filter(within);
    for (const at of ticks(fromMs, toMs, hourMs, own)) {
      for (let service = 0; service < 4; service++) yield* serviceHour(account, service, at, own).filter(within);
      yield* scaling(account, at, own).filter(within);
    }
    for (const at of ticks(fromMs, toMs, 12 * minuteMs, own)) yield roleHandedOut(account, at, own);
    for (const at of ticks(fromMs, toMs, 15 * minuteMs, own)) yield trailDelivery(account, shared, at, own);
    for (const at of ticks(fromMs + 2 * hourMs, toMs, dayMs, own))
      yield* nightlyBackup(account, at, own).filter(within);
  }
}

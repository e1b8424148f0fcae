import { deleteFlowLogs } from '../calls/ec2-network.js';
import * as observability from '../calls/observability.js';
import { getCallerIdentity } from '../calls/observability.js';
import { type AttackPlan, withLeakedKey } from './attack-plan.js';

/** Attacks on what the company sees with. */
export const loggingAttacks: readonly AttackPlan[] = [
  {
    name: 'trail stopped and deleted',
    description: 'The key of the reporting user is used to look at the trail, stop it and delete it.',
    rules: ['threat-stack.cloudtrail-logging-stopped'],
    play: ({ script, company, random }) => {
      const [production] = company.accounts;
      const session = withLeakedKey(random, production, 'reporting');
      script.do(session, getCallerIdentity(), 4);
      script.do(session, observability.describeTrails(), 6);
      script.do(session, observability.stopLogging(production), 20);
      script.do(session, observability.deleteTrail(production));
    },
  },
  {
    name: 'detection switched off',
    description: 'GuardDuty, the Config recorder and the VPC flow logs of an account go within a minute.',
    rules: [
      'threat-stack.guardduty-disabled',
      'threat-stack.config-recorder-stopped',
      'threat-stack.vpc-flow-logs-deleted',
    ],
    play: ({ script, company, random }) => {
      const [, staging] = company.accounts;
      const session = withLeakedKey(random, staging, 'deploy-runner');
      script.do(session, observability.deleteDetector(staging), 9);
      script.do(session, observability.stopConfigRecorder(), 14);
      script.do(session, deleteFlowLogs(random));
    },
  },
];

import { identityCenterUser } from '../../record/user-identity.js';
import * as iam from '../calls/iam.js';
import { getCallerIdentity } from '../calls/observability.js';
import { type AttackPlan, strangeAddress, withLeakedKey } from './attack-plan.js';

const administratorAccess = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** Attacks that leave somebody a way back in. */
export const identityAttacks: readonly AttackPlan[] = [
  {
    name: 'new administrator',
    description: 'A user is created, made administrator and given an access key and a password.',
    rules: [
      'threat-stack.iam-user-created',
      'threat-stack.iam-administrator-access-granted',
      'threat-stack.iam-access-key-created',
      'threat-stack.iam-console-password-set',
    ],
    play: ({ script, company, random }) => {
      const [production] = company.accounts;
      const session = withLeakedKey(random, production, 'deploy-runner');
      const userName = 'billing-export';
      script.do(session, getCallerIdentity(), 3);
      script.do(session, iam.createUser(production, userName, script.now()), 2);
      script.do(session, iam.attachUserPolicy(userName, administratorAccess), 2);
      script.do(session, iam.createAccessKey(production, userName, script.now()), 5);
      script.do(session, iam.createLoginProfile(userName, script.now()));
    },
  },
  {
    name: "key for a colleague's user",
    description: "A person's session makes an access key for another user and takes that user's second factor away.",
    rules: ['threat-stack.iam-access-key-created', 'threat-stack.iam-mfa-deactivated'],
    play: ({ script, company, random }) => {
      const [, staging] = company.accounts;
      const identity = identityCenterUser({
        accountId: staging.id,
        permissionSet: 'AdministratorAccess',
        userName: 'lena.hofer',
        session: { creationDate: script.now() },
      });
      const session = {
        account: staging,
        region: staging.region,
        identity,
        sourceIPAddress: strangeAddress(random),
        userAgent: 'aws-cli/1.40.25 md/Botocore#1.38.26 ua/2.1 os/linux#6.12.25 lang/python#3.13.3 Botocore/1.38.26',
      };
      script.do(session, iam.listUsers(), 12);
      script.do(session, iam.createAccessKey(staging, 'j.okafor', script.now()), 8);
      script.do(session, iam.deactivateMfaDevice(staging, 'j.okafor'));
    },
  },
  {
    name: 'role opened to a stranger',
    description: 'The trust policy of a task role lets another account assume it.',
    rules: ['threat-stack.iam-role-trust-changed'],
    play: ({ script, company, random }) => {
      const [production] = company.accounts;
      const session = withLeakedKey(random, production, 'reporting');
      const roleName = random.pick(production.roles);
      script.do(session, iam.getRole(roleName), 6);
      script.do(session, iam.trustPrincipal(roleName, 'arn:aws:iam::748291650334:root'));
    },
  },
];

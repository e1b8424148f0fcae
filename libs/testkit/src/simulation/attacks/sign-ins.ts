import { browserUserAgent, consoleLogin } from '../../record/console-login.js';
import { iamUser, rootUser } from '../../record/user-identity.js';
import { getUser, listUsers } from '../calls/iam.js';
import { type AttackPlan, strangeAddress } from './attack-plan.js';

/** Attacks through the console's front door. */
export const signInAttacks: readonly AttackPlan[] = [
  {
    name: 'root sign-in without a second factor',
    description: 'Somebody signs in as root with the password alone and lists the users.',
    rules: ['threat-stack.root-login-without-mfa', 'threat-stack.root-api-call'],
    play: ({ script, company, random }) => {
      const [, , account] = company.accounts;
      const sourceIPAddress = strangeAddress(random);
      const userIdentity = rootUser({ accountId: account.id, session: { creationDate: script.now() } });
      const from = { accountId: account.id, sourceIPAddress, userIdentity };
      script.add(consoleLogin({ ...from, mfa: false, eventTime: script.now(), seed: random.uuid() }));
      script.wait(11);
      const session = {
        account,
        region: 'us-east-1',
        identity: userIdentity,
        sourceIPAddress,
        userAgent: browserUserAgent,
        fromConsole: true,
      };
      script.do(session, listUsers());
    },
  },
  {
    name: 'console sign-in without a second factor',
    description: 'An IAM user signs in from a strange address with the password alone.',
    rules: ['threat-stack.console-login-without-mfa'],
    play: ({ script, company, random }) => {
      const [production] = company.accounts;
      const userName = 'm.lindqvist';
      const from = { accountId: production.id, sourceIPAddress: strangeAddress(random) };
      const identity = iamUser({ accountId: production.id, userName, session: { creationDate: script.now() } });
      script.add(
        consoleLogin({ ...from, userIdentity: identity, mfa: false, eventTime: script.now(), seed: random.uuid() }),
      );
      script.wait(7);
      const session = { account: production, region: 'us-east-1', identity, userAgent: browserUserAgent, ...from };
      script.do({ ...session, fromConsole: true }, getUser());
    },
  },
  {
    name: 'password guessing',
    description: 'Nine failed sign-ins of one user within four minutes.',
    rules: ['threat-stack.console-login-failures'],
    play: ({ script, company, random }) => {
      const [, , shared] = company.accounts;
      const userIdentity = iamUser({ accountId: shared.id, userName: 'm.lindqvist' });
      const from = { accountId: shared.id, userIdentity, sourceIPAddress: strangeAddress(random) };
      for (let tries = 0; tries < 9; tries++) {
        script.add(
          consoleLogin({ ...from, outcome: 'failure', mfa: false, eventTime: script.now(), seed: random.uuid() }),
        );
        script.wait(random.int(15, 30));
      }
    },
  },
  {
    name: 'password spraying',
    description: 'One address tries one password on seven users, once each.',
    rules: ['threat-stack.console-login-spraying'],
    play: ({ script, company, random }) => {
      const [production] = company.accounts;
      const sourceIPAddress = strangeAddress(random);
      for (const userName of ['ines', 'tom', 'aisha', 'piotr', 'lena', 'sam', 'admin']) {
        const userIdentity = iamUser({ accountId: production.id, userName });
        script.add(
          consoleLogin({
            accountId: production.id,
            userIdentity,
            sourceIPAddress,
            outcome: 'failure',
            mfa: false,
            eventTime: script.now(),
            seed: random.uuid(),
          }),
        );
        script.wait(random.int(20, 40));
      }
    },
  },
];

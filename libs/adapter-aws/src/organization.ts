import {
  DescribeOrganizationalUnitCommand,
  ListAccountsCommand,
  ListParentsCommand,
  OrganizationsClient,
  OrganizationsServiceException,
} from '@aws-sdk/client-organizations';
import type { Organization, OrganizationAccount } from '@trailhound/ports';
import { type AwsConnection, clientSettings } from './aws-connection.js';

/** An organisation is five units deep at most; a chain without end is none. */
const maxDepth = 10;
/** Parents asked for at a time; the API allows few requests a second. */
const askedAtOnce = 4;

interface Found {
  readonly id: string;
  readonly name: string;
}

/**
 * The organisation as the API of its management account, or of an account it delegates to, tells it: `ListAccounts`, and
 * for each account `ListParents` and `DescribeOrganizationalUnit`. Where only accounts may be listed they have no units.
 * Throttled requests are made again by the SDK. https://docs.aws.amazon.com/organizations/latest/APIReference/Welcome.html
 */
export function organizationOfAws(connection: AwsConnection = {}, env: NodeJS.ProcessEnv = process.env): Organization {
  const client = new OrganizationsClient(clientSettings('ORGANIZATIONS', connection, env));

  async function list(abortSignal: AbortSignal): Promise<readonly Found[]> {
    const found: Found[] = [];
    let next: string | undefined;
    do {
      const page = await client.send(new ListAccountsCommand({ NextToken: next }), { abortSignal });
      for (const { Id, Name } of page.Accounts ?? []) {
        if (Id !== undefined && Name !== undefined) found.push({ id: Id, name: Name });
      }
      next = page.NextToken;
    } while (next !== undefined);
    return found;
  }

  /** Path of names to an account, each unit asked for once. */
  function unitsOf(abortSignal: AbortSignal) {
    const parents = new Map<string, Promise<string | undefined>>();
    const names = new Map<string, Promise<string>>();
    const parentOf = async (ChildId: string) => {
      const { Parents } = await client.send(new ListParentsCommand({ ChildId }), { abortSignal });
      const parent = Parents?.[0];
      return parent?.Type === 'ORGANIZATIONAL_UNIT' ? parent.Id : undefined;
    };
    const nameOf = async (OrganizationalUnitId: string) => {
      const asked = new DescribeOrganizationalUnitCommand({ OrganizationalUnitId });
      const { OrganizationalUnit } = await client.send(asked, { abortSignal });
      return OrganizationalUnit?.Name ?? OrganizationalUnitId;
    };
    return async (account: string) => {
      const path: string[] = [];
      for (let child = account; path.length < maxDepth; ) {
        const parent = await once(parents, child, parentOf);
        if (parent === undefined) break;
        path.unshift(await once(names, parent, nameOf));
        child = parent;
      }
      return path.join('/') || 'Root';
    };
  }

  return {
    async accounts(signal) {
      const listed = await list(signal).catch((error: unknown) => {
        throw new Error(explained(error, 'organizations:ListAccounts'), { cause: error });
      });
      const unitOf = unitsOf(signal);
      const accounts: OrganizationAccount[] = [];
      const problems: string[] = [];
      for (let at = 0; at < listed.length; at += askedAtOnce) {
        const some = listed.slice(at, at + askedAtOnce).map(async (account) => {
          if (problems.length > 0) return { ...account, unit: undefined };
          try {
            return { ...account, unit: await unitOf(account.id) };
          } catch (error) {
            problems.push(explained(error, 'organizations:ListParents and organizations:DescribeOrganizationalUnit'));
            return { ...account, unit: undefined };
          }
        });
        accounts.push(...(await Promise.all(some)));
      }
      const [problem] = problems;
      return { accounts, ...(problem !== undefined && { problem }) };
    },
    async close() {
      client.destroy();
    },
  };
}

function once<T>(known: Map<string, Promise<T>>, id: string, ask: (id: string) => Promise<T>): Promise<T> {
  const asked = known.get(id) ?? ask(id);
  known.set(id, asked);
  return asked;
}

function explained(error: unknown, actions: string): string {
  const name = error instanceof Error ? error.name : '';
  const words = error instanceof Error ? error.message : String(error);
  const status = error instanceof OrganizationsServiceException ? error.$metadata.httpStatusCode : undefined;
  if (name === 'CredentialsProviderError') {
    return `no AWS credentials were found for ${actions}: set AWS_PROFILE, AWS_ACCESS_KEY_ID or a role (${words})`;
  }
  if (name === 'AWSOrganizationsNotInUseException') return `the account belongs to no organisation (${words})`;
  if (/AccessDenied|UnrecognizedClient|InvalidClientTokenId|ExpiredToken/i.test(name) || status === 403) {
    return `${actions} are denied: grant them, in the management account or one it delegates to (${words})`;
  }
  return `${actions} failed: ${words || name}`;
}

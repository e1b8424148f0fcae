import { jsonObject, startVendorReceiver, type VendorAnswer, type VendorReceiver } from './vendor-receiver.js';

/** An organisation, as its API tells it. */
export interface KeptOrganization {
  /** Id of an account → its name and what it hangs in: the id of a unit, or of the root `r-root`. */
  readonly accounts: Map<string, { readonly name: string; readonly parent: string }>;
  /** Id of a unit → its name and what it hangs in. */
  readonly units: Map<string, { readonly name: string; readonly parent: string }>;
}

export interface OrganizationsApi extends VendorReceiver, KeptOrganization {
  /** Operations that answer AccessDeniedException. */
  readonly denied: Set<string>;
  /** Code and message of every refusal, in order. */
  readonly refusals: readonly string[];
}

const root = 'r-root';
const service = 'AWSOrganizationsV20161128';
/** The most of `MaxResults`, and what a page has without it. */
const pageSize = 20;

/** `ListAccounts`, `ListParents` and `DescribeOrganizationalUnit`. https://docs.aws.amazon.com/organizations/latest/APIReference/ */
export async function startOrganizationsApi(kept: Partial<KeptOrganization> = {}): Promise<OrganizationsApi> {
  const { accounts = new Map(), units = new Map() } = kept;
  const denied = new Set<string>();
  const refusals: string[] = [];

  function refuse(code: string, message: string): VendorAnswer {
    refusals.push(`${code}: ${message}`);
    const body = JSON.stringify({ __type: code, Message: message });
    return { status: 400, body, contentType: 'application/x-amz-json-1.1', objection: `${code}: ${message}` };
  }
  const answer = (value: object): VendorAnswer => {
    return { status: 200, body: JSON.stringify(value), contentType: 'application/x-amz-json-1.1' };
  };

  const receiver = await startVendorReceiver(({ headers, body }) => {
    if (!/Credential=[^/]+\/\d{8}\/[a-z0-9-]+\/organizations\/aws4_request/.test(headers.authorization ?? ''))
      return refuse('MissingAuthenticationTokenException', 'the request is not signed');
    const [, operation = ''] = String(headers['x-amz-target']).split(`${service}.`);
    if (denied.has(operation)) return refuse('AccessDeniedException', `not authorized: ${operation}`);
    const asked = jsonObject(body);
    if (asked === undefined) return refuse('SerializationException', 'the body is no JSON object');
    const { MaxResults: max = pageSize, NextToken: token = '0' } = asked;
    if (!Number.isInteger(max) || (max as number) < 1 || (max as number) > pageSize)
      return refuse('InvalidInputException', `a page has 1 to ${pageSize} entries`);
    switch (operation) {
      case 'ListAccounts': {
        const all = [...accounts].map(([Id, { name }]) => ({ Id, Name: name, Status: 'ACTIVE' }));
        const start = Number(token);
        if (!Number.isInteger(start) || start < 0 || start > all.length)
          return refuse('InvalidInputException', 'the token was not given out');
        const end = start + (max as number);
        return answer({ Accounts: all.slice(start, end), ...(end < all.length && { NextToken: String(end) }) });
      }
      case 'ListParents': {
        const child = String(asked['ChildId']);
        const parent = (accounts.get(child) ?? units.get(child))?.parent;
        if (parent === undefined) return refuse('ChildNotFoundException', `there is no ${child}`);
        return answer({ Parents: [{ Id: parent, Type: parent === root ? 'ROOT' : 'ORGANIZATIONAL_UNIT' }] });
      }
      case 'DescribeOrganizationalUnit': {
        const id = String(asked['OrganizationalUnitId']);
        const unit = units.get(id);
        if (unit === undefined) return refuse('OrganizationalUnitNotFoundException', `there is no ${id}`);
        return answer({ OrganizationalUnit: { Id: id, Name: unit.name } });
      }
      default:
        return refuse('UnknownOperationException', 'no such operation');
    }
  });
  return { ...receiver, accounts, units, denied, refusals };
}

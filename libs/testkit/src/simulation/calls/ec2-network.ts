import type { Random } from '../../random.js';
import { type ApiCall, call, items } from '../api-call.js';
import { type Account, resourceId } from '../company.js';

/** Lets `cidr` (IPv4 or IPv6) in on one TCP port. */
export function authorizeIngress(account: Account, random: Random, port: number, cidr: string): ApiCall {
  const groupId = random.pick(account.securityGroupIds);
  const v6 = cidr.includes(':');
  const rule = { groupOwnerId: account.id, groupId, securityGroupRuleId: resourceId(random, 'sgr'), isEgress: false };
  const ports = { ipProtocol: 'tcp', fromPort: port, toPort: port };
  return call(
    'ec2',
    'AuthorizeSecurityGroupIngress',
    {
      groupId,
      ipPermissions: items([
        {
          ...ports,
          groups: {},
          ipRanges: v6 ? {} : items([{ cidrIp: cidr }]),
          ipv6Ranges: v6 ? items([{ cidrIpv6: cidr }]) : {},
          prefixListIds: {},
        },
      ]),
    },
    {
      responseElements: {
        requestId: random.uuid(),
        _return: true,
        securityGroupRuleSet: items([{ ...rule, ...ports, [v6 ? 'cidrIpv6' : 'cidrIpv4']: cidr }]),
      },
    },
  );
}

/** Changes a rule in place: an API whose parameters keep the names of the request itself. */
export const modifySecurityGroupRule = (account: Account, random: Random, port: number, cidrIpv4: string): ApiCall =>
  call(
    'ec2',
    'ModifySecurityGroupRules',
    {
      ModifySecurityGroupRulesRequest: {
        GroupId: random.pick(account.securityGroupIds),
        SecurityGroupRule: {
          tag: 1,
          SecurityGroupRuleId: resourceId(random, 'sgr'),
          SecurityGroupRule: { IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIpv4: cidrIpv4 },
        },
      },
    },
    {
      responseElements: {
        ModifySecurityGroupRulesResponse: {
          xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/',
          requestId: random.uuid(),
          return: true,
        },
      },
    },
  );

export const deleteFlowLogs = (random: Random): ApiCall =>
  call(
    'ec2',
    'DeleteFlowLogs',
    { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: resourceId(random, 'fl') } } },
    {
      responseElements: {
        DeleteFlowLogsResponse: {
          xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/',
          requestId: random.uuid(),
          unsuccessful: '',
        },
      },
    },
  );

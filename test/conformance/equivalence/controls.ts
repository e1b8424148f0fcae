/** A monitoring control with the rules of two packs that watch it, and the calls only one of them watches. */
export interface Control {
  readonly control: string;
  readonly source: string;
  readonly cis: string;
  readonly coralogix?: string;
  readonly onlyCis?: readonly string[];
  readonly onlyCoralogix?: readonly string[];
}

const ec2 = 'ec2.amazonaws.com';

/** The controls that are lists of calls. Calls of another source than the control's stand with their source in front. */
export const controls: readonly Control[] = [
  {
    control: '4.4',
    source: 'iam.amazonaws.com',
    cis: 'iam-policy-changed',
    coralogix: 'iam-policy-changed',
    // A list of names without a source meets the policies of organizations.
    onlyCoralogix: ['AttachPolicy', 'CreatePolicy', 'DeletePolicy', 'DetachPolicy'].map(
      (name) => `organizations.amazonaws.com ${name}`,
    ),
  },
  { control: '4.5', source: 'cloudtrail.amazonaws.com', cis: 'cloudtrail-changed', coralogix: 'cloudtrail-changed' },
  {
    control: '4.7',
    source: 'kms.amazonaws.com',
    cis: 'kms-key-disabled-or-deleted',
    coralogix: 'key-disabled-or-deleted',
  },
  {
    control: '4.8',
    source: 's3.amazonaws.com',
    cis: 's3-bucket-policy-changed',
    coralogix: 'bucket-policy-changed',
    // The published query forgets what takes the settings away again.
    onlyCis: ['DeleteBucketCors', 'DeleteBucketLifecycle', 'DeleteBucketPolicy', 'DeleteBucketReplication'],
  },
  { control: '4.9', source: 'config.amazonaws.com', cis: 'config-changed', coralogix: 'config-changed' },
  { control: '4.10', source: ec2, cis: 'security-group-changed', coralogix: 'security-group-changed' },
  { control: '4.11', source: ec2, cis: 'network-acl-changed', coralogix: 'network-acl-changed' },
  {
    control: '4.12',
    source: ec2,
    cis: 'network-gateway-changed',
    coralogix: 'gateway-changed',
    // The published query means calls that do not exist.
    onlyCis: [
      'AttachInternetGateway',
      'CreateCustomerGateway',
      'CreateInternetGateway',
      'DeleteCustomerGateway',
      'DeleteInternetGateway',
      'DetachInternetGateway',
    ],
  },
  {
    control: '4.12 repaired',
    source: ec2,
    cis: 'network-gateway-changed',
    coralogix: 'gateway-changed-fixed',
    // The repaired one knows every kind of gateway.
    onlyCoralogix: [
      'AttachVpnGateway',
      'CreateCarrierGateway',
      'CreateEgressOnlyInternetGateway',
      'CreateNatGateway',
      'CreateTransitGateway',
      'CreateTransitGatewayVpcAttachment',
      'CreateVpnGateway',
      'DeleteCarrierGateway',
      'DeleteEgressOnlyInternetGateway',
      'DeleteNatGateway',
      'DeleteTransitGateway',
      'DeleteTransitGatewayVpcAttachment',
      'DeleteVpnGateway',
      'DetachVpnGateway',
    ],
  },
  {
    control: '4.13',
    source: ec2,
    cis: 'route-table-changed',
    coralogix: 'route-table-changed',
    // And the routes of API Gateway.
    onlyCoralogix: ['apigateway.amazonaws.com CreateRoute', 'apigateway.amazonaws.com DeleteRoute'],
  },
  { control: '4.14', source: ec2, cis: 'vpc-changed', coralogix: 'vpc-changed' },
];

/** Sources whose calls a list of names alone may meet by accident. */
export const otherSources: readonly string[] = [
  ...new Set([...controls.map(({ source }) => source), 'apigateway.amazonaws.com', 'organizations.amazonaws.com']),
];

export const controlWithCoralogix = controls.map((row) => ({
  onlyCis: [] as readonly string[],
  onlyCoralogix: [] as readonly string[],
  coralogix: '',
  ...row,
}));

// Which event source CloudTrail names for the calls of a service. The rule is the name a request is signed for, else
// the endpoint's; what records and the AWS documentation show to be otherwise stands here by hand.

/** Service → event sources, without `.amazonaws.com`; several where records are known under more than one. */
const exceptions = {
  'application-autoscaling': ['autoscaling', 'application-autoscaling'],
  connectparticipant: ['connect'],
  'iot-jobs-data': ['iotjobsdata'],
  'lexv2-models': ['lexv2', 'lex'],
  'lexv2-runtime': ['lexv2', 'lex'],
  'marketplace-agreement': ['agreement-marketplace'],
  'marketplace-catalog': ['aws-marketplace', 'marketplacecatalog'],
  memorydb: ['memorydb', 'memory-db'],
  'servicecatalog-appregistry': ['servicecatalog-appregistry', 'servicecatalog'],
  sso: ['sso'],
  'sso-oidc': ['sso', 'sso-oauth'],
};

/** The event sources of a service, each ending in `.amazonaws.com`. */
export function eventSourcesOf(service, { signingName, endpointPrefix }) {
  const found = exceptions[service] ?? [signingName ?? endpointPrefix];
  return found.map((name) => `${name.toLowerCase()}.amazonaws.com`);
}

export { alertingErrors } from './alerting-errors.js';
export {
  afterAttempt,
  type Breaker,
  breakerAllows,
  breakerProbes,
  breakerUnprobed,
  breakerWindow,
  closedBreaker,
} from './delivery/breaker.js';
export {
  type Answer,
  type DeliveryOutcome,
  type FailureReason,
  failureReasons,
  httpOutcome,
} from './delivery/outcome.js';
export { type Bucket, bucketAllows, filled, fullBucket, taken, untilTokenMs } from './delivery/pace.js';
export { attemptDelaysMs, type NextStep, nextStep } from './delivery/retry-plan.js';
export {
  type Attempt,
  attemptTimeoutMs,
  type BodyTemplate,
  type Brokers,
  type Channel,
  type HttpRequest,
  type LineRequest,
  type MailRequest,
  type MailServer,
  type OutgoingRequest,
  type Pace,
  type ShapedBody,
  type TopicRequest,
} from './destinations/channel.js';
export { configureDestination, DestinationConfig, Destinations } from './destinations/destination-config.js';
export type { ConfiguredDestination, DestinationKind, SecretSource } from './destinations/destination-kind.js';
export { ocsfVersion } from './destinations/formats/ocsf.js';
export { maxWebhookBytes } from './destinations/formats/render-webhook.js';
export { WebhookBody, webhookSchemaText } from './destinations/formats/webhook-body.js';
export type { Surroundings } from './destinations/surroundings.js';
export { type AddressPolicy, type Endpoint, parseAddressPolicy, type Verdict } from './network/address-policy.js';
export { type CheckedUrl, checkUrl, isLoopbackName } from './network/check-url.js';
export { redactAlert } from './redaction/redact-alert.js';
export { checkRoutes } from './routing/check-routes.js';
export {
  type ConditionExplanation,
  type DeliveryExplanation,
  explainRouting,
  type RouteExplanation,
  type RoutingExplanation,
} from './routing/explain-routing.js';
export { type HeartbeatOf, heartbeatsOf } from './routing/heartbeats-of.js';
export { digestLine, fillDigest } from './routing/hold/fill-digest.js';
export { type HoldPlan, planHold } from './routing/hold/plan-hold.js';
export type { RoutePolicy } from './routing/hold/policy.js';
export { inhibitedBy, type RootKey, type RootSpan, rootKeys, rootWaitMs } from './routing/inhibit/inhibited-by.js';
export { isWithin } from './routing/interval/within.js';
export { Route, Routes, Routing } from './routing/route.js';
export {
  plainRouting,
  type Routed,
  type RoutedTo,
  routeAlert,
  routesToAll,
  type Unrouted,
} from './routing/route-alert.js';
export { environmentsOf, matchesAlert, RouteMatch } from './routing/route-match.js';
export {
  compareNotifications,
  type NotificationDifference,
  type SeenNotification,
  secondsText,
} from './routing/route-tests/compare-notifications.js';
export {
  type ExpectedNotification,
  type RouteTest,
  type RouteTestAlert,
  RouteTestFile,
  routeTestSchemaText,
} from './routing/route-tests/route-test-file.js';
export { type Taker, type Visit, type Walk, walkRoutes } from './routing/walk-routes.js';
export { sumTally, type TallySources } from './steps/sum-tally.js';
export { type Bounds, shortenText, shortenValue } from './text/shorten.js';

import type { DestinationKind } from './destination-kind.js';
import { email } from './email/email.js';
import { file } from './file/file.js';
import { kafka } from './kafka/kafka.js';
import { pagerduty } from './pagerduty/pagerduty.js';
import { slack } from './slack/slack.js';
import { webhook } from './webhook/webhook.js';

/** Every kind of destination there is. A new one is a folder beside this file and a line here. */
export const destinationKinds: readonly DestinationKind[] = [webhook, slack, pagerduty, email, kafka, file];

// The generated pages of docs/reference: a path and what makes its text. A new page is a line here.

import { alertingErrors, routeTestSchemaText, webhookSchemaText } from '@trailhound/alerting';
import { apiErrors } from '@trailhound/console-api';
import { alertSchemaText } from '@trailhound/contracts';
import { rulesStateErrors } from '@trailhound/matcher';
import { portErrors } from '@trailhound/ports';
import { lintsReference, ruleProblemCodes, ruleSchemaText, suppressionSchemaText } from '@trailhound/rules';
import {
  configReference,
  configSchemaText,
  errorsReference,
  failpointsReference,
  routesSchemaText,
  runtimeErrors,
} from '@trailhound/runtime';

const errorCatalogues = [
  { title: 'Configuration and secrets', errors: runtimeErrors },
  { title: 'Rules and suppressions', errors: ruleProblemCodes },
  { title: 'Revisions of the rules', errors: rulesStateErrors },
  { title: 'Destinations and routes', errors: alertingErrors },
  { title: 'Stores and log', errors: portErrors },
  { title: 'REST API', errors: apiErrors },
];

export const referencePages = [
  { path: 'docs/reference/alert.schema.json', text: alertSchemaText },
  { path: 'docs/reference/config.md', text: configReference },
  { path: 'docs/reference/config.schema.json', text: configSchemaText },
  { path: 'docs/reference/errors.md', text: () => errorsReference(errorCatalogues) },
  { path: 'docs/reference/failpoints.md', text: failpointsReference },
  { path: 'docs/reference/lints.md', text: lintsReference },
  { path: 'docs/reference/route-test.schema.json', text: routeTestSchemaText },
  { path: 'docs/reference/routes.schema.json', text: routesSchemaText },
  { path: 'docs/reference/rule.schema.json', text: ruleSchemaText },
  { path: 'docs/reference/suppression.schema.json', text: suppressionSchemaText },
  { path: 'docs/reference/webhook.schema.json', text: webhookSchemaText },
];

import type { ErrorDoc } from '@trailhound/contracts';

/** The codes of problems with destinations and routes. */
export const alertingErrors = {
  ROUTE_UNKNOWN_DESTINATION: {
    meaning: 'A route names a destination that is not configured.',
    action: 'Write the destination suggested, or add one of this name under `destinations`.',
  },
  ROUTE_UNKNOWN_NAME: {
    meaning: 'A route or an inhibition names an interval or an environment that is not configured.',
    action: 'Write the name suggested, or add it under `routing.intervals` or `routing.environments`.',
  },
  ROUTE_WITHOUT_TO: {
    meaning: 'A route takes alerts and sends them nowhere: neither it nor a route around it names a destination.',
    action: 'Add `to:` with the name of a destination to it or to the route around it.',
  },
  ROUTE_CONFLICT: {
    meaning: 'A route has two settings, its own or inherited, of which one makes the other meaningless.',
    action: 'Take one of them away, or move it into those routes inside that are meant.',
  },
  ROUTE_TEST_INVALID: {
    meaning:
      'A file of route tests has a key that is not known, a value that is not valid, or a name that nothing has.',
    action: 'Correct it at the place named; docs/reference/route-test.schema.json has every key.',
  },
  NETWORK_ALLOW_INVALID: {
    meaning: 'An entry of `network.allow` is neither an IP address nor a CIDR range.',
    action: 'Write a range such as `10.20.0.0/16` or an address such as `127.0.0.1`; names are not accepted.',
  },
  URL_REFUSED: {
    meaning:
      'The URL of a destination leads where this installation may not connect: not https, a port that is not open, an address that is not public, or it carries credentials.',
    action: 'Use https on port 443, or name the address range under `network.allow`.',
  },
  PAGERDUTY_KEY_INVALID: {
    meaning: 'The routing key of a PagerDuty destination is not 32 letters and digits.',
    action: 'Copy the integration key of an Events API v2 integration of the PagerDuty service.',
  },
  WEBHOOK_TEMPLATE_INVALID: {
    meaning:
      'The `template` of a webhook is no JSONata, or asks for what templates may not have: $eval, chance, a pattern that is not linear, more than 16 KiB.',
    action:
      'Mend the template at the line and column that are named; `trailhound notify test NAME --dry-run` shows what it makes.',
  },
  WEBHOOK_SECRET_INVALID: {
    meaning: 'The signing secret of a webhook is not `whsec_` and 24 to 64 bytes in base64.',
    action: 'Make one with `echo "whsec_$(head -c 32 /dev/urandom | base64)"` and give it to the receiver too.',
  },
} as const satisfies Readonly<Record<string, ErrorDoc>>;

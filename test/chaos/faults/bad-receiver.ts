import { type Fault, seededRandom } from '@trailhound/testkit';
import { type ChaosFault, numberOf } from './fault.js';

/** No notification is failed more often: what fails four times waits for minutes, as it should. */
const mostFailures = 2;

/** The destination misbehaves in every way there is, for a share of the requests. */
export const badReceiver: ChaosFault = {
  number: 26,
  title: 'the receiver fails, throttles, hangs, drips and resets',
  isCore: true,
  plan: (random) => ({ seed: random.int(1, 1_000_000), share: 0.12 }),
  prepare(settings, plan) {
    const random = seededRandom(numberOf(plan, 'seed'));
    const failures = new Map<string, number>();
    settings.misbehave = ({ id }) => {
      const failed = failures.get(id) ?? 0;
      if (failed >= mostFailures || !random.chance(numberOf(plan, 'share'))) return undefined;
      failures.set(id, failed + 1);
      return random.weighted(ways);
    };
  },
};

const ways: readonly (readonly [Fault, number])[] = [
  [{ kind: 'status', status: 500 }, 8],
  [{ kind: 'status', status: 503, retryAfter: '1' }, 4],
  [{ kind: 'status', status: 429, retryAfter: '2' }, 4],
  [{ kind: 'reset' }, 4],
  [{ kind: 'delay', ms: 300 }, 4],
  [{ kind: 'hang' }, 1],
  [{ kind: 'slow-body', status: 200, everyMs: 200 }, 1],
  [{ kind: 'reset-after-headers', status: 200 }, 4],
];

import { Alert, topics } from '@trailhound/contracts';
import type { RecordLog } from '@trailhound/ports';
import type { Runner } from '../run/running-part.js';

const decoder = new TextDecoder();

/** Follows the topic `alerts` and shows each alert once, as it fires. */
export interface AlertPrinter extends Runner {
  /** Alerts shown so far, in the order they fired. */
  readonly shown: readonly Alert[];
  lag: ReturnType<RecordLog['consumer']>['lag'];
}

export function alertPrinter(log: RecordLog, show: (alert: Alert) => void): AlertPrinter {
  const consumer = log.consumer({ topic: topics.alerts, group: 'terminal' });
  const seen = new Set<string>();
  const shown: Alert[] = [];
  return {
    shown,
    run: () =>
      consumer.run(async ({ topic, partition, records }) => {
        for (const { value, offset } of records) {
          const alert = value && Alert.safeParse(JSON.parse(decoder.decode(value)));
          if (alert?.success && !seen.has(alert.data.id)) {
            seen.add(alert.data.id);
            shown.push(alert.data);
            show(alert.data);
          }
          await consumer.commit(topic, partition, offset + 1n);
        }
      }),
    stop: () => consumer.stop(),
    lag: () => consumer.lag(),
  };
}

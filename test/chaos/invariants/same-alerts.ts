import type { Invariant } from './evidence.js';
import { some } from './evidence.js';

export const sameAlerts: Invariant = {
  letter: 'A',
  title: 'the alerts in the log are those of the reference',
  check({ reference, alerts }) {
    const found = new Set(alerts.map(({ key }) => key));
    const missing = [...reference.keys()].filter((id) => !found.has(id));
    const invented = [...found].filter((id) => !reference.has(id));
    const rulesOf = (ids: readonly string[]) => [...new Set(ids.map((id) => reference.get(id)?.rule.id ?? 'unknown'))];
    return {
      lost: missing.length,
      repeated: invented.length,
      problems: [
        ...(missing.length > 0 ? [`${missing.length} alerts are lost, of ${rulesOf(missing)}: ${some(missing)}`] : []),
        ...(invented.length > 0 ? [`${invented.length} alerts should not be: ${some(invented)}`] : []),
      ],
    };
  },
};

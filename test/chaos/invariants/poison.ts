import { type Invariant, some } from './evidence.js';

export const poisonSetAside: Invariant = {
  letter: 'D',
  title: 'what cannot be read is in quarantine, and nothing else is',
  check({ input, quarantine }) {
    const missing = new Set(input.poison);
    const others: string[] = [];
    for (const { value } of quarantine) {
      const mark = /poison-\d+-\d+-[a-f]+/.exec(value)?.[0];
      if (mark === undefined || !input.poison.includes(mark)) others.push(value.slice(0, 200));
      else missing.delete(mark);
    }
    return {
      problems: [
        ...(missing.size > 0 ? [`${missing.size} unreadable records are not in quarantine: ${some(missing)}`] : []),
        ...(others.length > 0 ? [`${others.length} readable records are in quarantine: ${some(others)}`] : []),
      ],
    };
  },
};

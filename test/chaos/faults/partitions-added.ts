import type { ChaosFault } from './fault.js';

const grown = { 'cloudtrail.records': 9, alerts: 9 };

/** Keys move to other partitions, and members of the groups get partitions that did not exist when they joined. */
export const partitionsAdded: ChaosFault = {
  number: 16,
  title: 'topics get more partitions while records flow',
  isCore: false,
  plan: () => ({}),
  async inject({ topics }) {
    for (const [topic, count] of Object.entries(grown)) await topics.grow(topic, count);
  },
  async judge({ topics }) {
    const { committed, ends } = await topics.progress('trailhound-matcher', 'cloudtrail.records');
    // Whoever publishes learns of new partitions within minutes, so that a short run may put nothing into them.
    const unread = [...ends].filter(([partition, end]) => end > 0n && !committed.has(partition));
    return [
      ...(ends.size === grown['cloudtrail.records'] ? [] : [`there are ${ends.size} partitions`]),
      ...unread.map(([partition]) => `partition ${partition} holds messages and was never read`),
    ];
  },
};

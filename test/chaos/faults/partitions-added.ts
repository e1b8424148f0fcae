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
    const { committed } = await topics.progress('trailhound-matcher', 'cloudtrail.records');
    const count = grown['cloudtrail.records'];
    return committed.size === count ? [] : [`of ${count} partitions ${committed.size} were ever read`];
  },
};

export type { BucketSummary, Firing, Observation, WindowKey, WindowSpec } from './window.js';

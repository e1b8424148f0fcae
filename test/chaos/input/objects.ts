import { gzipSync } from 'node:zlib';
import type { ChaosRecords } from './records.js';

/** An object of the bucket the collector reads. */
export interface ChaosObject {
  readonly key: string;
  readonly body: Uint8Array;
}

/** Packs what arrives into objects, in its order, under the keys CloudTrail gives them. */
export function chaosObjects({ arrivals }: ChaosRecords, objects: number): readonly ChaosObject[] {
  const size = Math.ceil(arrivals.length / objects);
  return Array.from({ length: objects }, (_, at) => {
    const part = arrivals.slice(at * size, (at + 1) * size);
    const items = part.map((arrival) => ('record' in arrival ? arrival.record : arrival.poison));
    const number = String(at).padStart(4, '0');
    const key = `AWSLogs/111111111111/CloudTrail/us-east-1/2026/03/02/111111111111_CloudTrail_us-east-1_20260302T${number}Z_chaos.json.gz`;
    return { key, body: gzipSync(JSON.stringify({ Records: items })) };
  });
}

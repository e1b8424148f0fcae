import { digestKeysOfAws, s3ObjectStore } from '@trailhound/adapter-aws';
import { createTrailWatch, type TrailToVerify, verifyBucket } from '@trailhound/collector';
import { type Source } from '@trailhound/collector/inputs';
import { parseDuration } from '@trailhound/contracts';
import type { Io } from '../io.js';
import { digestKeysOfFile } from '../verify/public-keys-file.js';
import type { RunContext } from './context.js';
import { type RunningPart, runningPart } from './running-part.js';

/** Other paths bring records of their own choosing: that nothing comes on them means nothing. */
const watchedKinds: readonly string[] = ['s3', 'sqs'];

/** The watch over trails; absent where no source keeps running, or the configuration wants none. */
export function watchingTrails(context: RunContext, sources: readonly Source[], io: Io): RunningPart | undefined {
  const { config, stores, clock, logger, metrics, health } = context;
  const { alerts, verifyEvery, publicKeys } = config.completeness;
  if (!alerts || !sources.some(keepsRunning)) return undefined;
  const keys = publicKeys === undefined ? digestKeysOfAws(io.env) : digestKeysOfFile(publicKeys);
  const store = s3ObjectStore({}, io.env);
  const verify = (trail: TrailToVerify) => verifyBucket({ ...trail, store, keys, depth: 'presence' });
  const watch = createTrailWatch({
    ...{ log: stores.log, checkpoints: stores.state.checkpoints, clock, logger, metrics },
    note: (name, text) => health.note(name, text),
    ...(verifyEvery !== 'off' && { verify, verifyEveryMs: parseDuration(verifyEvery) }),
  });
  const stopping = new AbortController();
  return runningPart('watch over trails', {
    run: () => watch.run(stopping.signal),
    async stop() {
      stopping.abort();
      await store.close();
    },
  });
}

/** Files, standard input and a simulation end; of these nothing more is expected. */
function keepsRunning({ kind, backfill, isLasting = false }: Source): boolean {
  return isLasting && !backfill && watchedKinds.includes(kind);
}

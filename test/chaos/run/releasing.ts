import type { Lab } from '../lab/lab.js';

/** Hands out the objects of the bucket, so that every fault meets records under way. */
export interface Releasing {
  /** One more fault is over. */
  faultIsOver(): void;
  /** There is nothing left to wait for. */
  all(): void;
}

/**
 * Releases objects at a steady pace, and holds back a share of them for the faults still to come: with four faults, no more
 * than a fifth of the objects before the first of them is over.
 */
export function releasing({ bucket }: Pick<Lab, 'bucket'>, faults: number, perSecond: number): Releasing {
  let over = 0;
  let released = 0;
  const timer = setInterval(() => {
    const most = Math.ceil((bucket.objects * (over + 1)) / (faults + 1));
    released = Math.min(released + 1, most);
    bucket.release(released);
    if (released >= bucket.objects) clearInterval(timer);
  }, 1_000 / perSecond);
  timer.unref();
  return {
    faultIsOver() {
      over += 1;
    },
    all() {
      over = faults;
    },
  };
}

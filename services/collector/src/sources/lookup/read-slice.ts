import type { Clock, EventHistory, HistoryEvent, HistorySlice } from '@trailhound/ports';
import { type ReadOptions, readInput } from '../../read/read-input.js';
import type { Input } from '../source.js';
import type { SeenEvents } from './seen-events.js';

/** Two requests a second are allowed for each account and region, whoever makes them. */
const betweenRequestsMs = 500;
const encoder = new TextEncoder();

/** A slice on its way: the pages asked for and the ids found so far. */
export interface SliceReading {
  readonly pages: number;
  readonly ids: ReadonlySet<string>;
  read: Input['read'];
}

export interface ReadSliceOptions extends ReadOptions {
  readonly clock: Clock;
  readonly seen: SeenEvents;
  readonly signal: AbortSignal;
}

/**
 * The events of a slice that were not seen before, page by page as the API gives them. A page that does not come leaves the
 * slice unreadable, and whoever reads it again begins anew: pages come the newest first.
 */
export function readSlice(
  name: string,
  history: Pick<EventHistory, 'page'>,
  slice: HistorySlice,
  { clock, seen, signal, ...limits }: ReadSliceOptions,
): SliceReading {
  const ids = new Set<string>();
  let pages = 0;

  async function* unseen(): AsyncGenerator<readonly HistoryEvent[]> {
    let next: string | undefined;
    do {
      const askedMs = clock.now();
      const page = await history.page(slice, next, signal);
      pages += 1;
      yield page.events.filter((event) => {
        const id = event.id ?? event.record ?? '';
        if (seen.has(id) || ids.has(id)) return false;
        ids.add(id);
        return true;
      });
      next = page.next;
      const restMs = betweenRequestsMs - (clock.now() - askedMs);
      if (restMs > 0) await clock.sleep(restMs, signal);
    } while (next !== undefined);
  }

  return {
    get pages() {
      return pages;
    },
    ids,
    read: () => readInput(name, asAnswered(unseen()), limits),
  };
}

/** The form of the API, in which whatever stands in `CloudTrailEvent` harms none of its neighbours. */
async function* asAnswered(pages: AsyncIterable<readonly HistoryEvent[]>): AsyncGenerator<Uint8Array> {
  yield encoder.encode('{"Events":[');
  let separator = '';
  for await (const events of pages) {
    const texts = events.map(({ id, record }) => JSON.stringify({ EventId: id, CloudTrailEvent: record }));
    if (texts.length === 0) continue;
    yield encoder.encode(separator + texts.join(','));
    separator = ',';
  }
  yield encoder.encode(']}');
}

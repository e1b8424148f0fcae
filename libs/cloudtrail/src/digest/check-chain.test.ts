import { describe, expect, it } from 'vitest';
import { type ChainLink, checkChain } from './check-chain.js';

const hourMs = 3_600_000;
const period = { fromMs: 0, toMs: 6 * hourMs };

/** The digest of an hour, which names the one before it unless told otherwise. */
function link(
  hour: number,
  changes: { previous?: 'none' | string; signature?: string; startMs?: number } = {},
): ChainLink {
  const { previous = `d${hour - 1}`, signature = `s${hour}`, startMs = (hour - 1) * hourMs } = changes;
  const endMs = hour * hourMs;
  const named = previous !== 'none' && {
    previous: { bucket: 'b', key: previous, sha256: `h${hour - 1}`, signature: `s${hour - 1}` },
  };
  const common = { account: 'a', endTime: '', bucket: 'b', keyFingerprint: '', signatureAlgorithm: '', files: [] };
  const digest = { ...common, startMs, endMs, key: `d${hour}`, ...named };
  return { bucket: 'b', key: `d${hour}`, endMs, valid: { digest, sha256: `h${hour}`, signature } };
}

const { valid: _, ...invalid } = link(2);

describe('a chain of digests', () => {
  it.each<{ name: string; links: ChainLink[]; breaks: object[] }>([
    { name: 'each of which names the one before holds', links: [5, 4, 3, 2, 1].map((hour) => link(hour)), breaks: [] },
    {
      name: 'misses the one that was deleted',
      links: [1, 2, 4, 5].map((hour) => link(hour)),
      breaks: [{ kind: 'digest_missing', key: 'd3', namedBy: 'd4' }],
    },
    {
      name: 'shows one that was replaced by another validly signed one',
      links: [link(1), link(2, { signature: 'other' }), link(3), link(4), link(5)],
      breaks: [{ kind: 'digest_replaced', key: 'd2', namedBy: 'd3' }],
    },
    {
      name: 'shows where it began anew, and since when nothing vouches',
      links: [link(1), link(2), link(5, { previous: 'none' })],
      breaks: [{ kind: 'restarted', key: 'd5', fromMs: 2 * hourMs, toMs: 4 * hourMs }],
    },
    {
      name: 'shows time between two that belong together',
      links: [link(1), link(2), link(3, { startMs: 2.5 * hourMs }), link(4), link(5)],
      breaks: [{ kind: 'gap', key: 'd3', fromMs: 2 * hourMs, toMs: 2.5 * hourMs }],
    },
    {
      name: 'that stops is short of its end',
      links: [1, 2, 3].map((hour) => link(hour)),
      breaks: [{ kind: 'gap', key: 'd3', fromMs: 3 * hourMs, toMs: 6 * hourMs }],
    },
    { name: 'whose last one is not due yet holds', links: [1, 2, 3, 4].map((hour) => link(hour)), breaks: [] },
    {
      name: 'is not said to be broken again where one of it is invalid',
      links: [link(1), invalid, link(3), link(4), link(5)],
      breaks: [],
    },
    {
      name: 'that began within the period vouches for nothing before',
      links: [link(3, { previous: 'none' }), link(4), link(5)],
      breaks: [{ kind: 'restarted', key: 'd3', fromMs: 0, toMs: 2 * hourMs }],
    },
    {
      name: 'that is deleted from its beginning is missed',
      links: [3, 4, 5].map((hour) => link(hour)),
      breaks: [{ kind: 'digest_missing', key: 'd2', namedBy: 'd3' }],
    },
  ])('$name', ({ links, breaks }) => {
    expect(checkChain(links, period)).toEqual(breaks);
  });
});

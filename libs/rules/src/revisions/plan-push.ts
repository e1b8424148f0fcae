import {
  blobHash,
  canonicalJson,
  type FilePage,
  filesPerPage,
  type RevisionChanges,
  RevisionMessage,
  type RevisionOrigin,
  rulesStateKeys,
  sha256Hex,
} from '@trailhound/contracts';
import type { RuleFile } from '../rule-set/load-rule-set.js';
import type { RevisionBook } from './revision-book.js';
import { contentHash, orderedContent, type RulesContent } from './rules-content.js';

/** A message to be written to `rules.state`. */
export interface StateWrite {
  readonly key: string;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** What to write for a push: first all blobs, and when they are durable the one message that puts them into force. */
export type PushPlan =
  | { readonly kind: 'unchanged'; readonly revision: RevisionMessage }
  | {
      readonly kind: 'push';
      readonly revision: RevisionMessage;
      readonly blobs: readonly StateWrite[];
      readonly commit: StateWrite;
    };

export interface PushFacts {
  /** Unique among all pushes ever. */
  readonly push: string;
  readonly origin: RevisionOrigin;
  readonly changes: RevisionChanges;
  readonly rules: number;
  readonly suppressions: number;
  /**
   * The number must be above this one, also where the content is in force already: records were counted under it, and the
   * topic that held it was lost.
   */
  readonly above?: number | undefined;
}

const encoder = new TextEncoder();

/** Plans a push on top of the newest revision of a book. What that book keeps already is named, not written again. */
export function planPush(book: RevisionBook, given: RulesContent, facts: PushFacts): PushPlan {
  const content = orderedContent(given);
  const hash = contentHash(content);
  const { newest } = book;
  const last = Math.max(newest?.revision ?? 0, facts.above ?? 0);
  if (newest?.content === hash && newest.revision === last) return { kind: 'unchanged', revision: newest };
  const known = new Map(book.kept.flatMap((one) => book.keysOf(one)).map((key) => [blobHash(key), key]));
  const blobs: StateWrite[] = [];
  const blob = (text: string): string => {
    const sha256 = sha256Hex(text);
    const there = known.get(sha256);
    if (there !== undefined) return there;
    const key = rulesStateKeys.blob(sha256, facts.push);
    known.set(sha256, key);
    blobs.push({ key, value: encoder.encode(text), headers: {} });
    return key;
  };
  const { push, origin, changes, rules, suppressions } = facts;
  const revision: RevisionMessage = {
    ...{ version: 1, revision: last + 1, push, parent: newest?.push ?? null },
    ...{ content: hash, origin, changes, rules, suppressions },
    rulePages: pagesOf(content.rules, blob),
    suppressionPages: pagesOf(content.suppressions, blob),
    packs: blob(canonicalJson(content.packs)),
  };
  const value = encoder.encode(JSON.stringify(RevisionMessage.parse(revision)));
  return { kind: 'push', revision, blobs, commit: { key: rulesStateKeys.revision(push), value, headers: {} } };
}

function pagesOf(files: readonly RuleFile[], blob: (text: string) => string): string[] {
  const pages: string[] = [];
  for (let at = 0; at < files.length; at += filesPerPage) {
    const page: FilePage = files.slice(at, at + filesPerPage).map(({ path, text, pack, siblings }) => ({
      path,
      text: blob(text),
      ...(pack !== undefined && { pack }),
      ...(siblings && { siblings: Object.fromEntries([...siblings].map(([name, one]) => [name, blob(one)])) }),
    }));
    pages.push(blob(JSON.stringify(page)));
  }
  return pages;
}

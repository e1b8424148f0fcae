import { blobHash, FilePage, pushOf, RevisionMessage, rulesStateKeys, sha256Hex } from '@trailhound/contracts';
import type { RuleFile } from '../rule-set/load-rule-set.js';
import type { PackAdaptations } from '../rule-set/pack-adaptation.js';
import { atOnce, type Steps } from '../steps.js';
import type { RulesContent } from './rules-content.js';

/** Revisions whose content can be brought back; older ones are forgotten by the next push. */
export const keptRevisions = 50;

/** A message of `rules.state` as read. */
export interface StateMessage {
  readonly key: string;
  readonly value: Uint8Array | null;
  readonly offset: bigint;
  readonly timestampMs: number;
}

/** A blob of the topic. */
export interface Blob {
  readonly text: string;
  readonly timestampMs: number;
}

/** Why a revision cannot be put together from what was read. */
export interface IncompleteContent {
  readonly message: string;
}

/**
 * What the messages of `rules.state` say, read from the beginning to some point. Which revision is in force follows from
 * the messages alone, so that every reader agrees, whenever it begins to read and whatever compaction has removed:
 *
 * - The newest is the one with the highest number; of several with that number the first in the log. Those behind it
 *   were pushed on top of a revision that was no longer the newest, and are void.
 * - The ones before it are found by their `parent`, from the newest backwards.
 */
export class RevisionBook {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #blobs = new Map<string, Blob>();
  readonly #commits = new Map<string, { readonly message: RevisionMessage; readonly offset: bigint }>();
  readonly #unreadable = new Map<string, string>();
  readonly #pages = new Map<string, FilePage>();
  /** Those that are what their names say: most are in the next revision, too. */
  readonly #checked = new WeakSet<Blob>();
  #chain: readonly RevisionMessage[] | undefined;

  /** `keeps`: revisions whose content is kept. */
  constructor(private readonly keeps = keptRevisions) {}

  /** Takes the next message. One that was taken before changes nothing. */
  apply({ key, value, offset, timestampMs }: StateMessage): void {
    if (key.startsWith('blob:')) {
      if (value === null) this.#blobs.delete(key);
      else this.#blobs.set(key, { text: new TextDecoder().decode(value), timestampMs });
      return;
    }
    this.#chain = undefined;
    this.#unreadable.delete(key);
    if (value === null) this.#commits.delete(pushOf(key));
    else this.#commit(key, value, offset);
  }

  /** Revisions in force now and before, newest first, as far as their messages are still there. */
  get revisions(): readonly RevisionMessage[] {
    this.#chain ??= this.#newestFirst();
    return this.#chain;
  }

  /** The revision in force; undefined where nothing was ever pushed. */
  get newest(): RevisionMessage | undefined {
    return this.revisions[0];
  }

  /** Those whose content is kept. */
  get kept(): readonly RevisionMessage[] {
    return this.revisions.slice(0, this.keeps);
  }

  /** Revisions that came too late and never were in force. */
  get void(): readonly RevisionMessage[] {
    const accepted = new Set(this.revisions.map(({ push }) => push));
    return [...this.#commits.values()].map(({ message }) => message).filter(({ push }) => !accepted.has(push));
  }

  /** Messages this version does not understand: nobody may judge what is in force without them. */
  get unreadable(): readonly string[] {
    return [...this.#unreadable.values()];
  }

  get blobs(): ReadonlyMap<string, Blob> {
    return this.#blobs;
  }

  /** The files and settings of a revision. */
  content(revision: RevisionMessage): RulesContent | IncompleteContent {
    return atOnce(this.contentSteps(revision));
  }

  /** The same in small steps. */
  *contentSteps(revision: RevisionMessage): Steps<RulesContent | IncompleteContent> {
    try {
      return {
        rules: yield* this.#files(revision.rulePages),
        suppressions: yield* this.#files(revision.suppressionPages),
        packs: JSON.parse(this.#text(revision.packs)) as PackAdaptations,
      };
    } catch (error) {
      return { message: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Keys of all blobs a revision names, its pages' included; those of pages that are not there are left out. */
  keysOf({ rulePages, suppressionPages, packs }: RevisionMessage): readonly string[] {
    const pages = [...rulePages, ...suppressionPages];
    const named = pages.filter((key) => this.#blobs.has(key)).flatMap((key) => this.#page(key));
    return [...pages, packs, ...named.flatMap(({ text, siblings }) => [text, ...Object.values(siblings ?? {})])];
  }

  #commit(key: string, value: Uint8Array, offset: bigint): void {
    const push = pushOf(key);
    try {
      const message = RevisionMessage.parse(JSON.parse(this.#decoder.decode(value)));
      if (rulesStateKeys.revision(message.push) !== key) throw new Error(`it belongs to push ${message.push}`);
      // A message that was written twice counts where it stood first.
      if (!this.#commits.has(push)) this.#commits.set(push, { message, offset });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#unreadable.set(key, `message ${key} at offset ${offset} cannot be read: ${reason}`);
    }
  }

  #newestFirst(): readonly RevisionMessage[] {
    let newest: { readonly message: RevisionMessage; readonly offset: bigint } | undefined;
    for (const commit of this.#commits.values()) {
      const number = commit.message.revision - (newest?.message.revision ?? 0);
      if (number > 0 || (newest !== undefined && number === 0 && commit.offset < newest.offset)) newest = commit;
    }
    const chain: RevisionMessage[] = [];
    for (let one = newest?.message; one !== undefined; one = this.#parentOf(one)) chain.push(one);
    return chain;
  }

  #parentOf({ parent, revision }: RevisionMessage): RevisionMessage | undefined {
    const found = parent === null ? undefined : this.#commits.get(parent)?.message;
    return found !== undefined && found.revision < revision ? found : undefined;
  }

  *#files(pages: readonly string[]): Steps<readonly RuleFile[]> {
    const files: RuleFile[] = [];
    for (const key of pages) {
      const page = this.#page(key);
      yield;
      for (const named of page) {
        files.push(this.#file(named));
        yield;
      }
    }
    return files;
  }

  #file({ path, text, pack, siblings }: FilePage[number]): RuleFile {
    return {
      path,
      text: this.#text(text),
      ...(pack !== undefined && { pack }),
      ...(siblings && {
        siblings: new Map(Object.entries(siblings).map(([name, key]) => [name, this.#text(key)] as const)),
      }),
    };
  }

  #page(key: string): FilePage {
    const known = this.#pages.get(key);
    if (known !== undefined) return known;
    const page = FilePage.parse(JSON.parse(this.#text(key)));
    this.#pages.set(key, page);
    return page;
  }

  #text(key: string): string {
    const blob = this.#blobs.get(key);
    if (blob === undefined) throw new Error(`${key} is not in the log`);
    if (!this.#checked.has(blob)) {
      if (sha256Hex(blob.text) !== blobHash(key)) throw new Error(`${key} is not what its name says`);
      this.#checked.add(blob);
    }
    return blob.text;
  }
}

import { z } from 'zod';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const blobKey = z.string().regex(/^blob:[0-9a-f]{64}:[\w-]+$/);

/**
 * The messages of topic `rules.state`, which is compacted and has one partition.
 *
 * - A **blob** (`blob:<sha256 of the value>:<push>`) is a text: of a rule file, of a suppression file, of the pack
 *   settings, or a page of a listing of files ({@link FilePage}). Every push writes its blobs under keys of its own, so
 *   that whoever deletes what one push wrote can never delete what another is about to name.
 * - A **revision** (`revision:<push>`, {@link RevisionMessage}) comes after every blob it names and puts them into force
 *   all at once. Readers apply nothing else.
 */
export const rulesStateKeys = {
  blob: (sha256: string, push: string): string => `blob:${sha256}:${push}`,
  revision: (push: string): string => `revision:${push}`,
} as const;

/** The SHA-256 a blob's key names. */
export function blobHash(key: string): string {
  return key.slice('blob:'.length, 'blob:'.length + 64);
}

/** The push a key belongs to. */
export function pushOf(key: string): string {
  return key.slice(key.lastIndexOf(':') + 1);
}

/** A page of a listing: files in the order of their paths, at most {@link filesPerPage}. */
export const FilePage = z.array(
  z.object({
    /** As people know the file; equal wherever it is pushed from. */
    path: z.string(),
    /** Blob with its text. */
    text: blobKey,
    pack: z.string().optional(),
    /** Files beside it that it names: name → blob. */
    siblings: z.record(z.string(), blobKey).optional(),
  }),
);
export type FilePage = z.infer<typeof FilePage>;

/** Keeps a page far below the largest message, whatever the paths. */
export const filesPerPage = 1_000;

/** What a revision did to one kind of thing: how many, and the names of the first of them. */
export const NamedChanges = z.object({
  added: z.number().int().min(0),
  changed: z.number().int().min(0),
  removed: z.number().int().min(0),
  names: z.object({
    added: z.array(z.string()),
    changed: z.array(z.string()),
    removed: z.array(z.string()),
  }),
});
export type NamedChanges = z.infer<typeof NamedChanges>;

/** What a revision changed from the one before. */
export const RevisionChanges = z.object({
  rules: NamedChanges,
  suppressions: NamedChanges,
  /** By name of the pack whose settings changed. */
  packs: NamedChanges,
});
export type RevisionChanges = z.infer<typeof RevisionChanges>;

/** Who wrote a revision, when and why. */
export const RevisionOrigin = z.object({
  /** Wall clock of the writer, ISO 8601. */
  at: z.string(),
  /** `user@host`, or the service that did it. */
  by: z.string(),
  /** Where the files came from. */
  from: z.string(),
  note: z.string().optional(),
  /** It has the content of this earlier revision. */
  rollbackTo: z.number().int().min(1).optional(),
});
export type RevisionOrigin = z.infer<typeof RevisionOrigin>;

/** The value of a revision's message. */
export const RevisionMessage = z.object({
  version: z.literal(1),
  /** 1 for the first; one more than that of `parent`, or of a later one that was lost with the topic. */
  revision: z.number().int().min(1),
  push: z.string().regex(/^[\w-]+$/),
  /** The push this one was made on top of; null for the first. Where it is not the newest any more, this one is void. */
  parent: z.string().nullable(),
  /** Hash of everything below: equal content is the same revision. */
  content: hash,
  origin: RevisionOrigin,
  changes: RevisionChanges,
  /** Enabled rules. */
  rules: z.number().int().min(0),
  suppressions: z.number().int().min(0),
  /** Blobs with the pages of both listings, and one with the pack settings. */
  rulePages: z.array(blobKey),
  suppressionPages: z.array(blobKey),
  packs: blobKey,
});
export type RevisionMessage = z.infer<typeof RevisionMessage>;

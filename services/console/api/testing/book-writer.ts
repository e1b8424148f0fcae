import { type RevisionOrigin, topics } from '@trailhound/contracts';
import type { RecordLog } from '@trailhound/ports';
import { contentChanges, loadContent, noContent, planPush, RevisionBook, type RulesContent } from '@trailhound/rules';
import { readTopic } from '../src/log/read-topic.js';
import type { RulesWriter } from '../src/rules/rules-editor.js';

/** A writer of `rules.state` for tests: the plan of a push on the book as it stands, without anybody in between. */
export function bookWriter(log: RecordLog) {
  return {
    async push(content: RulesContent, origin: RevisionOrigin, _loaded?: unknown, onTopOf?: number) {
      const book = new RevisionBook();
      await readTopic(log, topics.rulesState, 0, (message) => {
        book.apply(message);
        return true;
      });
      const { newest } = book;
      if (newest !== undefined && onTopOf !== undefined && newest.revision !== onTopOf) {
        return { kind: 'overtaken', revision: newest };
      }
      const before = newest === undefined ? noContent : book.content(newest);
      if ('message' in before) throw new Error(before.message);
      const loaded = (given: RulesContent) => ({ ...loadContent(given, 0), packs: given.packs });
      const [was, is] = [loaded(before), loaded(content)];
      const facts = { push: crypto.randomUUID(), origin, changes: contentChanges(was, is) };
      const plan = planPush(book, content, { ...facts, rules: is.rules.length, suppressions: is.suppressions.length });
      if (plan.kind === 'unchanged') return plan;
      await log.publish(topics.rulesState, plan.blobs);
      await log.publish(topics.rulesState, [plan.commit]);
      return { kind: 'pushed', revision: plan.revision };
    },
  } satisfies RulesWriter;
}

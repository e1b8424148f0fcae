/** What docs/reference/lints.md says of a code. */
export interface LintDoc {
  /** What the lint has found, as a sentence. */
  readonly meaning: string;
  /** What to do about it. */
  readonly action: string;
}

/** Every lint there is. A code that is emitted and not listed here fails a test; the reference page is written from it. */
export const lintCodes = {
  'E-DEAD': {
    meaning:
      'No CloudTrail record can satisfy the condition, so the rule never fires: it contradicts itself, or asks for names that no event of its source has.',
    action: 'Correct the names; the advice says which are near, and `--fix` writes a pattern of exactly these.',
  },
  'E-PY-DEDUP': {
    meaning: 'The dedup function of a Panther rule cannot be read, so the rule matches and raises no alerts.',
    action: 'Return one text with fields of the event in it.',
  },
  'I-COVERAGE': {
    meaning:
      'The event names of the condition are a family with a member left out: what creates and deletes, without what changes.',
    action: 'Add the missing name; accept the lint if it is left out on purpose.',
  },
  'I-NOSOURCE': {
    meaning: 'An event name exists at several services, and the condition asks for no event source.',
    action: 'Ask for the `eventSource` that is meant.',
  },
  'I-OVERMATCH': {
    meaning: 'A pattern of event names accepts more than was meant: a bare verb, or names of many services.',
    action: 'Make a part of the pattern required, or ask for the `eventSource`.',
  },
  'I-TITLE': {
    meaning: 'The title names one action, and the condition asks for another of the same thing.',
    action: 'Correct the title or the condition, or ask for both.',
  },
  'I-EMPTY-FILE': {
    meaning: 'The file holds no document: everything in it is a comment, or nothing is.',
    action: 'Delete it, or write the rule.',
  },
  'I-IMPORT': {
    meaning: 'A part of an alert definition of another product has no counterpart here and is left out.',
    action: 'Say where its alerts go with routes; what chose the log source needs no saying here.',
  },
  'I-LOGTYPES': {
    meaning: 'A Panther rule names no log types; it is taken to be about CloudTrail.',
    action: 'Add `LogTypes: [AWS.CloudTrail]`.',
  },
  'I-NO-TESTS': {
    meaning: 'A rule of a pack has no test that matches, or none that stays silent.',
    action: 'Add one of each under `tests`, so that a change of the rule cannot break it unseen.',
  },
  'I-NO-TITLE': {
    meaning: 'The rule has no `title`, so its alerts are headed with its id.',
    action: 'Write a title that says what happened, with `{field}` placeholders for who and where.',
  },
  'I-ABSENT': {
    meaning: 'A negated comparison (`!=`, `not like`, `|neq`) also holds for records that lack the field.',
    action: 'Add `and FIELD != null` if that is not meant; accept the lint if it is.',
  },
  'I-KEYWORD-CASE': {
    meaning:
      'A keyword of a condition (`and`, `or`, `not`, `of`, `them`) is not in small letters, as other tools need it.',
    action: 'Write it in small letters; `--fix` does.',
  },
  'I-NONIP': {
    meaning: 'A test that an address does not begin in some way also holds for names of AWS services that stand there.',
    action: 'Leave out what ends in `.amazonaws.com`; `--fix` does.',
  },
  'I-PY-IGNORED': {
    meaning: 'A Panther rule has a function that changes nothing here: description, reference, runbook, destinations.',
    action: 'Write it as a key of the file.',
  },
  'I-READONLY': {
    meaning:
      'A trigger names a call that only reads, which the event bus does not carry; here such calls are evaluated.',
    action: 'Keep it if that is wanted.',
  },
  'I-RULE-OUTPUTS': {
    meaning:
      'The tests of a Panther correlation rule give outputs of other rules instead of records; they are not run.',
    action: 'Test the rules it names by records.',
  },
  'I-SCAN': {
    meaning: 'The condition can hold whatever the event name and source are, so every record is read in full for it.',
    action: 'Ask for the event names it is about; accept the lint where all records are meant, as for use of root.',
  },
  'I-TYPE-ERROR': {
    meaning:
      'A function of texts or lists is called on a field that may be absent; it is an error there and cannot fire.',
    action: 'Ask for the field first (`field && …`); `--fix` does.',
  },
  'W-BOOL-TEXT': {
    meaning: '`= true` or `= false` in a CloudWatch pattern compares with the word; booleans of a record are no texts.',
    action: 'Write `IS TRUE` or `IS FALSE`; `--fix` does.',
  },
  'W-CURLY': {
    meaning: 'A text is in typographic quotes, as publishing systems write them; they are read as straight ones.',
    action: 'Write straight quotes; `--fix` does.',
  },
  'W-DIALECT': {
    meaning:
      'A part of the condition means something else in its language than it looks: in JMESPath `<` compares numbers only, in Lucene `and` is a word to look for.',
    action: 'Write what the advice says; `--fix` does where there is one way.',
  },
  'W-EMPTY': {
    meaning:
      'A field is compared with an empty text, or with one that has no word. Published filters often lost a link there.',
    action: 'Write the value that was meant, or ask whether the field is absent.',
  },
  'W-ANCHOR': {
    meaning: 'A Lucene pattern begins with `^` or ends with `$`, which are characters there; they are left out.',
    action: 'Remove them: a pattern always means the whole text. `--fix` does.',
  },
  'W-CASE': {
    meaning: 'A pattern has small letters only, and the values of its field begin with a capital.',
    action: 'Write `(?i)` in front of the pattern; `--fix` does.',
  },
  'W-ENRICH': {
    meaning: 'A field is no part of a record: where an address lies, what an account is called.',
    action: 'Configure `enrich`, or call `scan` with `--geo` or `--account-name`.',
  },
  'W-ESCQUOTE': {
    meaning: 'A phrase stands in quotes with a backslash before them, left over from JSON or a shell.',
    action: 'Write plain quotes; `--fix` does.',
  },
  'W-LEAF': {
    meaning:
      'A field is named without the path to it: no record has it at the top. The compat mode of Lucene reads the paths where it is known to stand.',
    action: 'Write the path; `--fix` does where there is one way.',
  },
  'W-MIXED': {
    meaning: 'AND, OR and NOT stand side by side without parentheses, and Lucene reads them otherwise than people do.',
    action: 'Put parentheses around what belongs together; `--fix` writes those that keep the meaning.',
  },
  'W-NBSP': {
    meaning: 'A no-break space stands between two words; for Lucene it is a part of them. It is read as a space.',
    action: 'Write a plain space; `--fix` does.',
  },
  'W-REGEX-TEXT': {
    meaning: 'A pattern is asked of an analysed field; Elasticsearch holds it against single lower-cased words.',
    action: 'Ask the whole value with `.keyword`; `--fix` does where the pattern has capitals.',
  },
  'W-REGEXGROUP': {
    meaning: 'A group such as `(CreateTrail|UpdateTrail)` is a pattern without its slashes.',
    action: 'Put slashes around it; `--fix` does.',
  },
  'W-GROUP-UNIQUE': {
    meaning: 'A `groupBy` field differs in every record, so every group holds one record and no threshold is reached.',
    action: 'Group by who or where: `userIdentity.arn`, `sourceIPAddress`, `recipientAccountId`.',
  },
  'W-LITERAL-WILDCARD': {
    meaning: 'A trigger key holds `*` or `?`, which stand for themselves there.',
    action: 'List the names one by one.',
  },
  'W-NO-END': {
    meaning: 'A suppression has no `until`, or lasts longer than 90 days.',
    action: 'Give it an end and renew it while it is needed; what holds forever belongs in the condition of the rule.',
  },
  'W-IGNORED-KEY': {
    meaning: 'A rule file of another product has a key that changes nothing here.',
    action: 'Take it out, or accept the lint.',
  },
  'W-INNER-STAR': {
    meaning: 'A `*` inside of a CloudWatch value is a star; it is a wildcard at the start and at the end only.',
    action: 'Put it there, or write a pattern such as `%a.*b%`.',
  },
  'W-LIST': {
    meaning: 'A path with `[*]` is a list, and the condition asks for one value: it never holds of a list.',
    action: 'Use `AnyElement` with `Expressions`, or `Contains`.',
  },
  'W-MUTES-ALL': {
    meaning: 'A suppression applies to every rule (`rules: ["*"]`).',
    action: 'Name the rules or packs it is meant for.',
  },
  'W-PERCENTILE': {
    meaning: 'A `value_percentile` correlation names no percentile, so the median is compared.',
    action: 'Add `percentile` to its condition.',
  },
  'W-NODETAIL': {
    meaning: 'A path over the EventBridge event begins with a member of the record, which stands under `detail` there.',
    action: 'Put `detail` in front of it.',
  },
  'W-PLACEHOLDER': {
    meaning: 'A placeholder `{{name}}` stands in quotes and is therefore plain text, no named value.',
    action: 'Remove the quotes; `--fix` does.',
  },
  'W-PREC': {
    meaning: '`and` stands beside `or` without parentheses and binds tighter.',
    action: 'Put parentheses around what belongs together; `--fix` writes those that keep the meaning.',
  },
  'W-PY-CONTEXT': {
    meaning: 'A part of what alert_context returns is no field of the event, and is left out of the alert.',
    action: 'Return a dict of event fields.',
  },
  'W-PY-SEVERITY': {
    meaning: "The severity function of a Panther rule cannot be read; alerts have the rule's own severity.",
    action: 'Return constant severities from conditions of the subset.',
  },
  'W-PY-TITLE': {
    meaning: 'The title function of a Panther rule cannot be read; alerts are headed with its DisplayName.',
    action: 'Return one text with fields of the event in it.',
  },
  'W-PY-UNIQUE': {
    meaning: 'The unique function of a Panther rule cannot be read; its threshold counts matches.',
    action: 'Return one field of the event.',
  },
  'W-TITLE-FIELD': {
    meaning: 'Braces in the title hold no field path; the alert shows them as they stand.',
    action: 'Write a path such as `{userIdentity.arn}`, or double the braces to show one.',
  },
  'W-UNKNOWN-EVENT': {
    meaning: 'An event name is not known at the event source that the condition asks for, or at none.',
    action:
      'Compare it with `trailhound catalog events SERVICE`; `--fix` writes the name that was meant where one is near.',
  },
  'W-UNKNOWN-FIELD': {
    meaning: 'A field path is not known to occur in CloudTrail records.',
    action: 'Compare it with a record of that call; names are case-sensitive.',
  },
  'W-UNKNOWN-LEVEL': {
    meaning: 'The `level` of a rule is none that is known, so the rule has the severity medium.',
    action: 'Write critical, high, medium, low or informational.',
  },
  'W-UNKNOWN-LINT': {
    meaning: '`lint.accept` names a code that no lint has, so it accepts nothing.',
    action: 'Correct the code; this page lists them all.',
  },
  'W-UNKNOWN-RULE': {
    meaning: 'A suppression names a rule or a pack that is not loaded, so that part of it mutes nothing.',
    action: 'Correct the name, or delete the suppression when its rule is gone.',
  },
  'W-UNUSED-SEARCH': {
    meaning: 'A search of a Sigma detection, or its `timeframe`, has no part in the condition.',
    action: 'Name it in the condition, or delete it.',
  },
} as const satisfies Readonly<Record<string, LintDoc>>;

export type LintCode = keyof typeof lintCodes;

export function isLintCode(code: string): code is LintCode {
  return Object.hasOwn(lintCodes, code);
}

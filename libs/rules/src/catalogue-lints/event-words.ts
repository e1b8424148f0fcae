/** The words of a name: `CreateNatGateway` is Create, Nat, Gateway; `CreateDBInstance` is Create, DB, Instance. */
export function wordsOf(name: string): readonly string[] {
  return name.match(/[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+/g) ?? [];
}

/** Verbs that events begin with, by what they do. Only verbs that mean one thing at nearly every service. */
export const verbsOfActions = {
  create: ['Create', 'Add', 'Register', 'Allocate'],
  delete: ['Delete', 'Remove', 'Terminate', 'Deregister', 'Release', 'Purge'],
  change: ['Update', 'Modify', 'Put', 'Set', 'Change', 'Replace', 'Edit'],
  export: ['Export'],
  start: ['Start'],
  stop: ['Stop'],
  enable: ['Enable'],
  disable: ['Disable'],
  attach: ['Attach', 'Associate'],
  detach: ['Detach', 'Disassociate'],
} as const satisfies Record<string, readonly string[]>;
export type Action = keyof typeof verbsOfActions;

/** What the verb of a name does; undefined for a verb that is none of these. */
export function actionOf(name: string): Action | undefined {
  const [verb = ''] = wordsOf(name);
  return (Object.keys(verbsOfActions) as Action[]).find((action) =>
    (verbsOfActions[action] as readonly string[]).includes(verb),
  );
}

/** The name without its verb: `CreateTrail` is about `Trail`. */
export function subjectOf(name: string): string {
  const [verb = ''] = wordsOf(name);
  return name.slice(verb.length);
}

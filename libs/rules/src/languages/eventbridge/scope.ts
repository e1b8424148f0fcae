import type { FieldPath } from '@trailhound/cloudtrail';

/** How far a path of a pattern has been followed, from the event or from an element of an array in it. */
export interface Scope {
  step(name: string): Scope;
  path(): FieldPath;
  /** Whether what stands here is never an array: the event itself and the record in it. */
  readonly isObject: boolean;
}

/** The start of a pattern: the EventBridge envelope, whose `detail` is the record. */
export const eventScope: Scope = scopeAt('envelope', []);

/** The start inside of an element, which conditions read as a record of its own. */
export const elementScope: Scope = scopeAt('record', []);

function scopeAt(root: 'envelope' | 'record', segments: readonly string[]): Scope {
  const [first] = segments;
  return {
    isObject: root === 'envelope' && (segments.length === 0 || (segments.length === 1 && first === 'detail')),
    step: (name) => scopeAt(root, [...segments, name]),
    path: () => {
      const isInRecord = root === 'envelope' && first === 'detail' && segments.length > 1;
      const steps = isInRecord ? segments.slice(1) : segments;
      return {
        root: isInRecord ? 'record' : root,
        segments: steps,
        arrays: 'implicit',
        keyCase: 'exact',
        flattenDots: steps.length > 1,
      };
    },
  };
}

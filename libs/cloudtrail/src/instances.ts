import { type JsonObject, own, ownText } from './json-object.js';

/** The tag EC2 Auto Scaling puts on what it launches. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html */
const groupTag = 'aws:autoscaling:groupName';
/** Most instances one call names: RunInstances and TerminateInstances take at most 1,000. */
const maxInstances = 1_000;

/**
 * The scaling group a record is about: the one its request or answer names, else the one its instances are tagged with.
 * Undefined where it does not say: TerminateInstances, also where the group calls it, names instances only.
 */
export function autoScalingGroupOf(record: JsonObject): string | undefined {
  const request = own(record, 'requestParameters');
  const answer = own(record, 'responseElements');
  return (
    ownText(request, 'autoScalingGroupName') ??
    ownText(own(answer, 'activity'), 'autoScalingGroupName') ??
    groupIn(items(own(request, 'tagSpecificationSet')).flatMap((specification) => list(own(specification, 'tags')))) ??
    groupIn(items(own(answer, 'instancesSet')).flatMap((instance) => items(own(instance, 'tagSet'))))
  );
}

/** The instances a call launched or terminated, by their ids; empty for other calls. */
export function instancesOf(record: JsonObject): {
  readonly launched: readonly string[];
  readonly terminated: readonly string[];
} {
  const request = own(record, 'requestParameters');
  const answer = own(record, 'responseElements');
  switch (own(record, 'eventName')) {
    case 'RunInstances':
      return { launched: idsIn(own(answer, 'instancesSet')), terminated: [] };
    case 'TerminateInstances': {
      const answered = idsIn(own(answer, 'instancesSet'));
      return { launched: [], terminated: answered.length > 0 ? answered : idsIn(own(request, 'instancesSet')) };
    }
    case 'TerminateInstanceInAutoScalingGroup': {
      const id = ownText(request, 'instanceId');
      return { launched: [], terminated: id === undefined ? [] : [id] };
    }
    default:
      return { launched: [], terminated: [] };
  }
}

function idsIn(set: unknown): readonly string[] {
  return items(set)
    .slice(0, maxInstances)
    .flatMap((item) => ownText(item, 'instanceId') ?? []);
}

function groupIn(tags: readonly unknown[]): string | undefined {
  return ownText(
    tags.find((tag) => own(tag, 'key') === groupTag),
    'value',
  );
}

/** EC2 writes lists as `{ items: [...] }`. */
function items(set: unknown): readonly unknown[] {
  return list(own(set, 'items'));
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

import type { RecordSpec } from '../record/cloudtrail-record.js';
import type { JsonObject } from '../record/record-values.js';

/** What somebody asks of AWS and what AWS answers: the part of a record that does not depend on who asks. */
export interface ApiCall
  extends Pick<
    RecordSpec,
    | 'eventSource'
    | 'eventName'
    | 'eventVersion'
    | 'responseElements'
    | 'additionalEventData'
    | 'resources'
    | 'eventCategory'
    | 'readOnly'
    | 'errorCode'
    | 'errorMessage'
    | 'sharedEventID'
  > {
  readonly requestParameters: JsonObject | null;
}

/** A call of `service`; what more the record says is given in `rest`. */
export function call(
  service: string,
  eventName: string,
  requestParameters: JsonObject | null = null,
  rest: Partial<ApiCall> = {},
): ApiCall {
  return { eventSource: `${service}.amazonaws.com`, eventName, requestParameters, ...rest };
}

/** The same call failing: AWS then answers with an error and no response elements. */
export function failing(of: ApiCall, errorCode: string, errorMessage: string): ApiCall {
  const { responseElements: _, ...rest } = of;
  return { ...rest, errorCode, errorMessage };
}

/** EC2's way of writing lists: `{"items":[…]}`, and `{}` for an empty one. */
export function items(values: readonly unknown[]): JsonObject {
  return values.length === 0 ? {} : { items: values };
}

/** EC2's filters: `{"items":[{"name":…,"valueSet":{"items":[{"value":…}]}}]}`. */
export function filterSet(filters: Readonly<Record<string, readonly string[]>>): JsonObject {
  const entries = Object.entries(filters);
  return items(entries.map(([name, values]) => ({ name, valueSet: items(values.map((value) => ({ value }))) })));
}

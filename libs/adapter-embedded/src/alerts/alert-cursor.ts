import { CodedError } from '@trailhound/contracts';

/** Where a page ended: the last alert's first event time and id. */
export interface AlertPosition {
  readonly firstEventMs: number;
  readonly id: string;
}

export function formatAlertCursor({ firstEventMs, id }: AlertPosition): string {
  return Buffer.from(JSON.stringify(['v1', firstEventMs, id])).toString('base64url');
}

/** Throws `CURSOR_INVALID` for text that {@link formatAlertCursor} did not write. */
export function parseAlertCursor(cursor: string): AlertPosition {
  const position = positionOf(cursor);
  if (position !== undefined && formatAlertCursor(position) === cursor) return position;
  throw new CodedError('CURSOR_INVALID', 'the cursor is not one of this list; ask for the first page without one');
}

function positionOf(cursor: string): AlertPosition | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(value)) return undefined;
    const [version, firstEventMs, id] = value as unknown[];
    if (version !== 'v1' || typeof firstEventMs !== 'number' || typeof id !== 'string') return undefined;
    return { firstEventMs, id };
  } catch {
    return undefined;
  }
}

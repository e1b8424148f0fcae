import jsonata from 'jsonata';

/** What an expression says of a record, by jsonata itself, without fence, conditions or index. */
export async function naiveOutcome(expression: string, record: unknown): Promise<'match' | 'no-match' | 'error'> {
  try {
    return (await jsonata(`$boolean((${expression}))`).evaluate(record)) === true ? 'match' : 'no-match';
  } catch {
    return 'error';
  }
}

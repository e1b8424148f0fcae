import { own, ownText } from '@trailhound/cloudtrail';
import { CodedError, type EnrichmentSource } from '@trailhound/contracts';
import type { Enricher } from '@trailhound/ports';
import { parseTable } from './parse-table.js';
import { readSourceFile } from './source-file.js';

interface Account {
  readonly name: string;
  readonly ou?: string;
}

/**
 * Opens a file of accounts: JSON as `aws organizations list-accounts` prints it (`Accounts` with `Id` and `Name`, and `OU`
 * where somebody added it), or CSV with the columns id, name and ou. The enricher gives `recipientAccountName` and
 * `recipientAccountOu` by the account a record was delivered to. Rejects with ENRICHMENT_FILE.
 */
export async function openAccountFileEnricher(file: string): Promise<Enricher> {
  const { accounts, source } = await accountsOf(file);
  return {
    source,
    provides: ['recipientAccountName', 'recipientAccountOu'],
    enrich(record) {
      const account = accounts.get(ownText(record, 'recipientAccountId') ?? '');
      if (account === undefined) return {};
      return {
        recipientAccountName: account.name,
        ...(account.ou !== undefined && { recipientAccountOu: account.ou }),
      };
    },
  };
}

async function accountsOf(
  file: string,
): Promise<{ readonly accounts: ReadonlyMap<string, Account>; readonly source: EnrichmentSource }> {
  const accounts = new Map<string, Account>();
  const { rows, source } = await rowsOf(file);
  for (const [at, row] of rows.entries()) {
    const text = (...names: string[]) => names.map((name) => ownText(row, name)).find((value) => value !== undefined);
    const id = text('Id', 'id');
    const name = text('Name', 'name');
    if (id === undefined || !/^\d{12}$/.test(id) || name === undefined || name === '')
      throw unusable(file, `entry ${at + 1} has no id of 12 digits and a name`);
    const ou = text('OU', 'ou');
    accounts.set(id, { name, ...(ou !== undefined && ou !== '' && { ou }) });
  }
  return { accounts, source };
}

async function rowsOf(file: string): Promise<{ readonly rows: readonly unknown[]; readonly source: EnrichmentSource }> {
  try {
    const { text, source } = await readSourceFile(file);
    if (!/^\s*[[{]/.test(text)) return { rows: parseTable(text), source };
    const parsed: unknown = JSON.parse(text);
    const list = Array.isArray(parsed) ? parsed : own(parsed, 'Accounts');
    if (Array.isArray(list)) return { rows: list, source };
  } catch (error) {
    throw unusable(file, error instanceof Error ? error.message : String(error));
  }
  throw unusable(file, 'it has no list Accounts');
}

function unusable(file: string, reason: string): CodedError {
  return new CodedError('ENRICHMENT_FILE', `the accounts in ${file} cannot be used: ${reason}`, { file });
}

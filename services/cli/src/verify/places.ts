import { CommandFailure, exitCodes } from '../exit-codes.js';

interface Options {
  readonly accounts?: string;
  readonly regions?: string;
}

/** `--accounts` and `--regions`, comma separated; absent: all of them. What cannot be one ends the command. */
export function placesOf({ accounts, regions }: Options) {
  return {
    accounts: listed('--accounts', accounts, /^\d{12}$/, '12 digits, such as 111122223333'),
    regions: listed('--regions', regions, /^[a-z0-9-]+$/, 'such as eu-west-1'),
  };
}

function listed(option: string, text: string | undefined, form: RegExp, hint: string): Set<string> | undefined {
  if (text === undefined) return undefined;
  const values = text.split(',').map((value) => value.trim());
  const wrong = values.find((value) => !form.test(value));
  if (wrong === undefined) return new Set(values);
  throw new CommandFailure(`${option} cannot take ${JSON.stringify(wrong)}: write ${hint}`, exitCodes.usage);
}

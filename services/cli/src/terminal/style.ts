import pc from 'picocolors';

type Paint = (text: string) => string;

/** The few colours the command uses, or none where the stream is no terminal or the user asked for none. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly yellow: Paint;
  readonly green: Paint;
  readonly cyan: Paint;
  readonly magenta: Paint;
}

/** Honours NO_COLOR, TERM=dumb and FORCE_COLOR (see no-color.org); otherwise colours exactly on a terminal. */
export function styleFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Style {
  const wanted = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  const refused = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  const { bold, dim, red, yellow, green, cyan, magenta } = pc.createColors(
    !refused && (wanted || stream.isTTY === true),
  );
  return { bold, dim, red, yellow, green, cyan, magenta };
}

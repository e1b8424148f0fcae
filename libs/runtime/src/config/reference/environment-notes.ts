import { reservedVariables } from '../environment.js';
import { formatKeyPath } from '../key-path.js';

/** The section on environment variables: the rules, every variable, and the exceptions. */
export function environmentNotes(
  variables: readonly { readonly variable: string; readonly path: readonly string[] }[],
): string {
  const rows = variables.map(({ variable, path }) => `| \`${variable}\` | \`${formatKeyPath(path)}\` |`);
  const reserved = Object.entries(reservedVariables).map(([name, what]) => `- \`${name}\`: ${what}.`);
  return `## Environment

Every key can be set by a variable: \`TRAILHOUND_\` and the path of the key in capitals, its words divided by \`_\`. It wins
over the file. Lists and mappings are written as YAML or JSON (\`TRAILHOUND_SOURCES='[{files: ./logs}]'\`), a list of texts
also with commas. Names of your own are reached too, once the file has them: with a destination \`soc\`,
\`TRAILHOUND_DESTINATIONS_SOC_WEBHOOK_URL\`. Relative paths start from the working directory. An empty variable counts as
not set. A \`TRAILHOUND_\` variable that names no key is refused.

| variable | key |
|---|---|
${rows.join('\n')}

Variables that are no keys:

${reserved.join('\n')}
- \`TRAILHOUND_…_SERVICE_HOST\`, \`TRAILHOUND_…_PORT=tcp://…\` and their kin, which Kubernetes sets beside a Service whose
  name begins with \`trailhound\`, are ignored.
`;
}

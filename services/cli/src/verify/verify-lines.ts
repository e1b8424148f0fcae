import type { Finding, FindingWeight, VerifyReport } from '@trailhound/collector';
import { printable } from '@trailhound/contracts';
import { counted, countOf } from '../terminal/counted.js';
import type { Style } from '../terminal/style.js';
import { tableLines } from '../terminal/table.js';

/** Findings of one kind shown in full. */
const maxShownOfKind = 20;

const words: Readonly<Record<FindingWeight, string>> = { break: 'BREAK', unknown: 'UNKNOWN', notice: 'notice' };

/** A verification as a person reads it: what was found wrong, a line for each chain, and the verdict. */
export function verifyLines(report: VerifyReport, style: Style): readonly string[] {
  const paint = { break: style.red, unknown: style.yellow, notice: style.dim };
  const columns = ['ACCOUNT', 'REGION', 'TRAIL', 'DIGESTS', 'FILES', 'FROM', 'TO', 'BREAKS'];
  const rows = report.chains.map((chain) => [
    ...[chain.account, chain.region, chain.trail],
    `${counted(chain.validDigests)}/${counted(chain.digests)}`,
    `${counted(chain.validFiles)}/${counted(chain.files)}`,
    ...[timeText(chain.fromMs), timeText(chain.toMs)],
    counted(report.findings.filter((finding) => finding.weight === 'break' && isOf(finding, chain)).length),
  ]);
  const shown = new Map<string, number>();
  const findings = report.findings.flatMap((finding) => {
    const nth = (shown.get(finding.kind) ?? 0) + 1;
    shown.set(finding.kind, nth);
    if (nth > maxShownOfKind) return [];
    return [`${paint[finding.weight](words[finding.weight])} ${findingText(finding)}`];
  });
  const unshown = [...shown]
    .filter(([, count]) => count > maxShownOfKind)
    .map(([kind, count]) => style.dim(`and ${counted(count - maxShownOfKind)} more ${kind}; --json has them all`));
  return [
    ...(rows.length > 0
      ? [
          ...tableLines(
            columns.map((heading) => ({ heading, maxWidth: 60 })),
            rows,
          ),
          '',
        ]
      : []),
    ...findings,
    ...unshown,
    verdict(report, style),
  ];
}

function isOf(finding: Finding, chain: VerifyReport['chains'][number]): boolean {
  return finding.account === chain.account && finding.region === chain.region && finding.trail === chain.trail;
}

function findingText({ kind, object, message, account, region, fromMs, toMs }: Finding): string {
  const span = fromMs === undefined ? '' : ` (${timeText(fromMs)} to ${timeText(toMs)})`;
  return printable(`${kind} ${object}${span}: ${message} [${account} ${region}]`);
}

function verdict({ chains, findings }: VerifyReport, style: Style): string {
  const of = (weight: FindingWeight) => findings.filter((finding) => finding.weight === weight).length;
  const files = chains.reduce((sum, { validFiles }) => sum + validFiles, 0);
  const digests = chains.reduce((sum, { validDigests }) => sum + validDigests, 0);
  const valid = `${countOf(files, 'file')} and ${countOf(digests, 'digest')} are as CloudTrail delivered them`;
  if (of('break') > 0) return style.red(`${countOf(of('break'), 'break')}; ${valid}`);
  if (of('unknown') > 0) return style.yellow(`${countOf(of('unknown'), 'object')} could not be read; ${valid}`);
  if (chains.length === 0) return style.yellow('there is nothing to verify: no log files and no digests');
  return style.green(`unbroken: ${valid}`);
}

function timeText(epochMs: number | undefined): string {
  return epochMs === undefined ? '-' : new Date(epochMs).toISOString().replace('.000Z', 'Z');
}

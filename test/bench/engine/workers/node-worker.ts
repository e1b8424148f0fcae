// A process that runs one of the engines written for Node: `node-worker.js ENGINE EVENTS RULES [RECORDS]`.
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { MatchChecksum } from '../../kit/checksum.js';
import type { Engine } from './engine.js';
import { jsonParseEngine } from './json-parse-engine.js';
import { naiveEngine } from './naive-engine.js';
import { readRules } from './read-rules.js';
import { recordLines } from './record-lines.js';
import { trailhoundEngine } from './trailhound-engine.js';
import type { Ready, Round, Verdict } from './worker-protocol.js';

const [name = '', eventsFile = '', rulesFile = '', limit = 'all'] = process.argv.slice(2);

try {
  await serve(recordLines(eventsFile).slice(0, limit === 'all' ? undefined : Number(limit)), engineOf(name));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

function engineOf(engine: string): Engine {
  switch (engine) {
    case 'trailhound':
      return trailhoundEngine(readRules(rulesFile));
    case 'naive':
      return naiveEngine(readRules(rulesFile));
    case 'json-parse':
      return jsonParseEngine;
    default:
      throw new Error(`no engine is called ${engine}`);
  }
}

async function serve(records: readonly Uint8Array[], engine: Engine): Promise<void> {
  answer({ ready: true, events: records.length } satisfies Ready);
  for await (const line of createInterface({ input: process.stdin })) {
    const [command, argument = ''] = line.split(/ (.*)/s);
    switch (command) {
      case 'round':
        answer(round(records, engine));
        break;
      case 'verify':
        answer(verify(records.slice(0, Number(argument)), engine));
        break;
      case 'pairs':
        await writePairs(records, engine, argument);
        answer({});
        break;
      default:
        throw new Error(`no such command: ${line}`);
    }
  }
}

function answer(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function pass(records: readonly Uint8Array[], { match }: Engine): number | null {
  let matches: number | null = 0;
  for (const record of records) {
    const found = match(record);
    if (found === null) matches = null;
    else matches = (matches ?? 0) + found.length;
  }
  return matches;
}

function round(records: readonly Uint8Array[], engine: Engine): Round {
  const start = cpuSeconds();
  const matches = pass(records, engine);
  return { cpuSeconds: cpuSeconds() - start, matches };
}

function verify(records: readonly Uint8Array[], { match, ruleIndex }: Engine): Verdict {
  const sum = new MatchChecksum();
  for (const [line, record] of records.entries()) for (const id of match(record) ?? []) sum.add(line, ruleIndex(id));
  return { matches: sum.matches, checksum: sum.checksum };
}

async function writePairs(records: readonly Uint8Array[], { match, ruleIndex }: Engine, file: string): Promise<void> {
  const out = createWriteStream(file);
  for (const [line, record] of records.entries()) {
    const rules = (match(record) ?? []).map(ruleIndex).sort((a, b) => a - b);
    for (const rule of rules) out.write(`${line}:${rule}\n`);
  }
  out.end();
  await finished(out);
}

// A program that asks one question, stops, and has nothing else to do.
import { createConditionProcess } from '../condition-process.js';

const worker = createConditionProcess();
const question = { key: 'k', engine: 'jsonata', expression: 'a = 1', root: 'record', values: {} } as const;
const record = new TextEncoder().encode('{"a":1}');
const answers = await worker.answer([{ record, eventTimeMs: undefined, questions: [question] }]);
if (process.argv[2] === 'stop') await worker.stop();
process.stdout.write(JSON.stringify(answers));

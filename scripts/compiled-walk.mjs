import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../libs/cloudtrail/assembly');

/** The text of libs/cloudtrail/src/lazy/record-walk.wasm.ts, compiled from libs/cloudtrail/assembly; the same on every machine. */
export async function compiledWalk() {
  let binary = new Uint8Array();
  const { error, stderr } = await asc.main(
    ['record-walk.ts', '--baseDir', folder, '--outFile', 'out.wasm', '-O3', '--runtime', 'stub', '--enable', 'simd'],
    {
      writeFile: (_name, contents) => {
        binary = contents;
      },
    },
  );
  if (error) throw new Error(`libs/cloudtrail/assembly does not compile: ${stderr.toString()}`, { cause: error });
  const text = Buffer.from(binary).toString('base64');
  return `/** libs/cloudtrail/assembly, compiled by \`npm run wasm\`, in base64. */\nexport const compiledWalk =\n  '${text}';\n`;
}

// Makes the `trailhound` command a few files: what a short call takes is mostly finding and loading some hundreds of
// modules. The launcher runs these files as long as they are of the modules as they were built last.
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { isOfLastBuild } from '../services/cli/bin/command-entry.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(root, 'services', 'cli');
const folder = join(cli, 'dist', 'bundled');

/** What reading rules and records takes; other packages are loaded from where they are installed. */
const packages = ['@lezer', '@noble', 'commander', 'ipaddr.js', 'jsonata', 'picocolors', 're2js', 'yaml', 'zod'];

if (process.argv.includes('--if-stale') && isOfLastBuild(asUrl(folder), asUrl(root))) process.exit();
const built = builds(); // before the bundle, so that what is built meanwhile makes it stale
rmSync(join(folder, 'built-of.json'), { force: true });
const bundle = await rolldown({
  input: { index: join(cli, 'dist', 'index.js') },
  platform: 'node',
  external: (name) => !name.startsWith('.') && !name.startsWith(sep) && !isBundled(name),
  plugins: [{ name: 'places', transform: (code, file) => placed(code, file) }],
});
const { output } = await bundle.write({
  dir: folder,
  format: 'esm',
  minify: { mangle: false, compress: true, codegen: { removeWhitespace: true } },
  chunkFileNames: '[name]-[hash].js',
});
await bundle.close();
removeOthers(new Set(output.map(({ fileName }) => fileName)));
writeFileSync(join(folder, 'built-of.json'), JSON.stringify(built));

/** A command that is running may still load what an earlier bundle was made of: it is kept for a day. */
function removeOthers(written) {
  for (const name of readdirSync(folder).filter((name) => !written.has(name))) {
    const file = join(folder, name);
    if (Date.now() - statSync(file).mtimeMs > 86_400_000) rmSync(file);
  }
}

function asUrl(path) {
  return pathToFileURL(`${path}${sep}`);
}

function isBundled(name) {
  return name.startsWith('@trailhound/') || packages.some((known) => name === known || name.startsWith(`${known}/`));
}

/** A module finds what lies beside it (scripts, programs of processes of its own) where it lay before. */
function placed(code, file) {
  if (!code.includes('import.meta.url')) return undefined;
  const place = relative(folder, file).split(sep).join('/');
  return { code: code.replaceAll('import.meta.url', `new URL(${JSON.stringify(place)}, import.meta.url).href`) };
}

/** When each part was built, by its record of it. */
function builds() {
  const parts = [...within('libs'), ...within('services'), join('services', 'console', 'api')];
  const records = parts.map((part) => join(part, 'dist', '.tsbuildinfo'));
  return Object.fromEntries(
    records.flatMap((file) => {
      const found = statSync(join(root, file), { throwIfNoEntry: false });
      return found ? [[file.split(sep).join('/'), found.mtimeMs]] : [];
    }),
  );
}

function within(name) {
  return readdirSync(join(root, name)).map((part) => join(name, part));
}

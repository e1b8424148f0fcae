import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { parseCatalogue } from '@trailhound/catalogue';
import { readRuleFiles } from '@trailhound/matcher/offline';
import { loadRuleSet, withCatalogueLints } from '@trailhound/rules';
import { describe, expect, it } from 'vitest';

const rules = fileURLToPath(new URL('../../rules/', import.meta.url));
const data = new URL('../../libs/catalogue/data/catalogue.json.gz', import.meta.url);
const catalogue = parseCatalogue(gunzipSync(readFileSync(data)).toString('utf8'));
const packs = readdirSync(rules, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe('every shipped pack', () => {
  it.each(packs.map(({ name }) => name))('%s has no lint that its files do not accept', async (pack) => {
    const { files, problems } = await readRuleFiles([`${rules}${pack}`]);
    expect(problems).toEqual([]);
    const { lints } = withCatalogueLints(loadRuleSet(files), files, catalogue);
    expect(lints.map(({ code, place, message }) => `${place.file}:${place.line} ${code} ${message}`)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { fileStem, isRuleFile, normalisePath, packOf } from './rule-files.js';

describe('a file in a folder of rules', () => {
  it.each([
    ['rules/a.yaml', true],
    ['rules/a.YML', true],
    ['rules/a.json', true],
    ['rules/PACK.md', false],
    ['rules/a.yaml.bak', false],
    ['rules/.hidden.yaml', false],
    ['rules/yaml', false],
  ])('%s is a rule file: %s', (path, isOne) => {
    expect(isRuleFile(path)).toBe(isOne);
  });

  it.each([
    ['rules/root-use.yaml', 'root-use'],
    ['rules/root.use.v2.json', 'root.use.v2'],
    ['C:\\rules\\a.yml', 'a'],
    ['.yaml', '.yaml'],
    ['README', 'README'],
  ])('%s gives the id %s', (path, stem) => {
    expect(fileStem(path)).toBe(stem);
  });
});

describe('the pack of a rule', () => {
  it.each([
    ['the top folder under the root', 'rules', false, 'threat-stack/iam/a.yaml', 'threat-stack'],
    ['none directly in the root', 'rules', false, 'a.yaml', undefined],
    ['the root itself where it is a pack', 'threat-stack', true, 'iam/a.yaml', 'threat-stack'],
  ])('is %s', (_what, rootName, rootIsPack, pathUnderRoot, pack) => {
    expect(packOf({ rootName, rootIsPack, pathUnderRoot })).toBe(pack);
  });
});

describe('two spellings of a path', () => {
  it.each([
    ['./rules/a.yaml', 'rules/a.yaml'],
    ['rules//x/../a.yaml', 'rules/a.yaml'],
    ['../rules/a.yaml', '../rules/a.yaml'],
    ['/rules/./a.yaml', '/rules/a.yaml'],
  ])('%s is %s', (path, normal) => {
    expect(normalisePath(path)).toBe(normal);
  });
});

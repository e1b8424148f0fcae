const families: readonly (readonly [RegExp, string])[] = [
  [/^attack\.((?:t|g|s|ta|c|ds)\d{4}(?:\.\d{3})?)$/i, 'MITRE ATT&CK'],
  [/^cve\.(?:cve[-.])?(\d{4}[-.]\d{4,})$/i, 'CVE'],
  [/^car\.(\d{4}-\d{2}-\d{3})$/i, 'MITRE CAR'],
  [/^d3fend\.(d3[a-z]?-[a-z0-9-]+)$/i, 'MITRE D3FEND'],
];

/** The controls and techniques a rule's tags name, by framework; tactics and other tags remain tags only. */
export function frameworksOf(tags: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const found = new Map<string, Set<string>>();
  for (const tag of tags) {
    for (const [pattern, framework] of families) {
      const id = pattern.exec(tag)?.[1]?.toUpperCase();
      if (id === undefined) continue;
      const shown = framework === 'CVE' ? `CVE-${id.replace('.', '-')}` : id;
      found.set(framework, (found.get(framework) ?? new Set()).add(shown));
    }
  }
  return Object.fromEntries([...found].map(([framework, ids]) => [framework, [...ids]]));
}

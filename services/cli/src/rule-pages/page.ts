import { html, type Markup } from './html.js';

const style = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); --dim: color-mix(in srgb, currentColor 62%, transparent); }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 68rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .4rem 0; } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
p.facts, .dim { color: var(--dim); } a { color: inherit; text-underline-offset: .15em; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; } td { overflow-wrap: break-word; max-width: 40rem; }
#rules td:first-child { min-width: 22rem; } #rules td:nth-child(n+2):nth-child(-n+4) { white-space: nowrap; } #rules td:last-child { overflow-wrap: anywhere; }
code, pre { font: 13px/1.5 ui-monospace, monospace; } pre { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; white-space: pre-wrap; }
.severity { display: inline-block; padding: .05rem .5rem; border-radius: 1rem; font-size: .8rem; font-weight: 600; border: 1px solid currentColor; }
.critical { color: #a3148f; } .high { color: #c0262d; } .medium { color: #9a6700; } .low { color: #0a6c93; } .info { color: var(--dim); }
@media (prefers-color-scheme: dark) { .critical { color: #f08ae2; } .high { color: #ff8f8f; } .medium { color: #e3b341; } .low { color: #6cc5ea; } }
input[type=search] { font: inherit; width: 100%; padding: .5rem .7rem; border: 1px solid var(--line); border-radius: 6px; background: transparent; color: inherit; }
`;

/** One whole page, with everything it needs inside: it opens from a disk, without a network. */
export function page(title: string, body: Markup, script = ''): string {
  const head = html`<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>`;
  return `<!doctype html>\n<html lang="en"><head>${head.text}<style>${style}</style></head>\n<body>${body.text}${script === '' ? '' : `<script>${script}</script>`}</body></html>\n`;
}

/** The page's style sheet: system type, thin rules, light and dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #fcfcfa; --ink: #1d1e20; --soft: #63676e; --rule: #e2e3e0; --tint: #f3f4f1;
  --accent: #1f5fa8; --warn: #a3341f; --chip: #e9edf3;
  --line-0: #1f5fa8; --line-1: #d2601a; --line-2: #2c8a4b; --line-3: #a8327d; --line-4: #7a5cc4;
  --line-5: #8c6a12; --line-6: #1593a5; --line-7: #c23b3b; --line-8: #5f6b78; --line-9: #6d8a1c;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #141517; --ink: #e4e5e7; --soft: #9ba0a8; --rule: #2c2e32; --tint: #1b1d20;
    --accent: #83b3f0; --warn: #f0a08f; --chip: #252a32;
    --line-0: #83b3f0; --line-1: #f2a065; --line-2: #74c78f; --line-3: #e58cc4; --line-4: #b6a0ee;
    --line-5: #d6b75c; --line-6: #63c9d8; --line-7: #f08a8a; --line-8: #a9b4c0; --line-9: #b5cf63;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 3rem 1.5rem 5rem; max-width: 96rem;
  background: var(--page); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif;
}
h1 { margin: 0; font-size: 1.9rem; font-weight: 650; letter-spacing: -.02em; line-height: 1.2; }
h2 { margin: 3.5rem 0 .75rem; padding-bottom: .4rem; border-bottom: 1px solid var(--rule);
  font-size: 1.3rem; font-weight: 650; letter-spacing: -.01em; }
h3 { margin: 2.5rem 0 .25rem; font-size: 1.02rem; font-weight: 620; overflow-wrap: anywhere; }
h3 small { color: var(--soft); font-weight: 400; }
p { margin: .4rem 0; max-width: 68ch; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .15em; }
.soft, dt, th, .sub, nav dt { color: var(--soft); }
.notice { color: var(--soft); font-size: .87rem; }
.notice::before { content: '— '; }
.warn { color: var(--warn); }

nav { margin-top: 1.5rem; font-size: .9rem; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .15rem 1.1rem; margin: .5rem 0;
  font-size: .87rem; }
dt { font-weight: 400; }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
nav dd a { display: inline-block; margin-right: 1rem; }

.scroll { margin: .75rem 0; overflow-x: auto; }
.scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; font-variant-numeric: tabular-nums; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.lead { max-width: none; font-size: .87rem; }
th, td { padding: .42rem .5rem; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: baseline;
  white-space: nowrap; }
th:first-child, td:first-child { padding-left: .25rem; }
thead th { border-bottom-color: var(--soft); font-size: .8rem; font-weight: 500; }
tbody th { color: var(--ink); font-weight: 550; }
.boards tbody th { min-width: 18rem; max-width: 30rem; overflow-wrap: break-word; white-space: normal; }
.right { text-align: right; }
.wrap { min-width: 16rem; white-space: normal; overflow-wrap: anywhere; }
tbody tr:hover > * { background: var(--tint); }
.sub { display: block; font-size: .8rem; font-weight: 400; }
.blank { visibility: hidden; }
td .sub { min-width: 6.5rem; white-space: normal; }
:is(.key-score, .key-percent, .key-normalised, .key-difference, .key-iqm, .key-median, .key-gap) .sub { min-width: 0; white-space: nowrap; }
.key-settings.right { text-align: left; }
.key-settings .sub { display: inline; margin-left: .5em; white-space: nowrap; }
.warn.sub { max-width: 22rem; white-space: normal; }
strong { font-weight: 600; }
.chip { display: inline-block; margin: .1rem 0; padding: .05rem .4rem; border-radius: .3rem; background: var(--chip); color: var(--ink); }

th button { all: unset; cursor: pointer; white-space: nowrap; }
th button::after { content: '↕'; display: inline-block; width: 1em; margin-left: .2em; text-align: center; opacity: .3; }
th[aria-sort=ascending] button, th[aria-sort=descending] button { color: var(--ink); }
th[aria-sort=ascending] button::after { content: '▴'; opacity: 1; }
th[aria-sort=descending] button::after { content: '▾'; opacity: 1; }
th button:hover { color: var(--ink); }
th button:focus-visible, a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent);
  outline-offset: 2px; border-radius: 2px; }

.key-normalised.right { text-align: left; }
.number { display: inline-block; min-width: 3.1em; text-align: right; }
.strip { width: 8rem; height: 1.1rem; margin-left: .8rem; vertical-align: -.25rem; overflow: visible; }
.strip line { stroke: var(--rule); stroke-width: 1; }
.strip .tick { stroke: var(--soft); }
.strip .range { stroke: var(--accent); stroke-width: 2; }
.strip .one { fill: var(--accent); opacity: .3; }
.strip .mean { fill: var(--accent); stroke: var(--page); stroke-width: 1; }
.strip .beyond { fill: var(--page); stroke: var(--accent); stroke-width: 1.5; }

.chart { margin: 1.5rem 0; max-width: 60rem; }
.chart figcaption { margin-bottom: .4rem; font-size: .87rem; }
.legend { display: flex; flex-wrap: wrap; gap: .1rem .9rem; margin: .3rem 0 .5rem; font-size: .84rem; }
.legend button { all: unset; cursor: pointer; overflow-wrap: anywhere; }
.legend button[aria-pressed=false] { opacity: .4; text-decoration: line-through; }
.legend button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.legend .sign { display: inline-block; width: 1.3em; margin-right: .4em; border-top: 2.5px solid; vertical-align: .25em; }
.legend .value { display: inline-block; min-width: 3.2em; margin-left: .4em; color: var(--soft); font-variant-numeric: tabular-nums; }
.plot { width: 100%; min-height: 240px; }
table.improvement { width: auto; }
.improvement td, .improvement thead th { min-width: 4.6rem; text-align: center; }
.improvement thead th:first-child { text-align: left; }
.improvement td .sub { min-width: 0; color: var(--ink); opacity: .75; white-space: nowrap; }
.improvement tbody tr:hover > td { background: var(--tint); }
.improvement .share-0 { background: color-mix(in srgb, var(--accent) 0%, color-mix(in srgb, var(--warn) 35%, var(--page))); }
.improvement .share-1 { background: color-mix(in srgb, var(--accent) 0%, color-mix(in srgb, var(--warn) 28%, var(--page))); }
.improvement .share-2 { background: color-mix(in srgb, var(--accent) 0%, color-mix(in srgb, var(--warn) 21%, var(--page))); }
.improvement .share-3 { background: color-mix(in srgb, var(--accent) 0%, color-mix(in srgb, var(--warn) 14%, var(--page))); }
.improvement .share-4 { background: color-mix(in srgb, var(--accent) 0%, color-mix(in srgb, var(--warn) 7%, var(--page))); }
.improvement .share-5 { background: color-mix(in srgb, var(--accent) 0%, color-mix(in srgb, var(--warn) 0%, var(--page))); }
.improvement .share-6 { background: color-mix(in srgb, var(--accent) 7%, color-mix(in srgb, var(--warn) 0%, var(--page))); }
.improvement .share-7 { background: color-mix(in srgb, var(--accent) 14%, color-mix(in srgb, var(--warn) 0%, var(--page))); }
.improvement .share-8 { background: color-mix(in srgb, var(--accent) 21%, color-mix(in srgb, var(--warn) 0%, var(--page))); }
.improvement .share-9 { background: color-mix(in srgb, var(--accent) 28%, color-mix(in srgb, var(--warn) 0%, var(--page))); }
.improvement .share-10 { background: color-mix(in srgb, var(--accent) 35%, color-mix(in srgb, var(--warn) 0%, var(--page))); }

details { margin: .5rem 0; font-size: .87rem; }
summary { color: var(--soft); cursor: pointer; }
ul { margin: .3rem 0; padding-left: 1.2rem; max-width: 72ch; }
li { margin: .25rem 0; }
pre { margin: .6rem 0; padding: .8rem 1rem; overflow-x: auto; border: 1px solid var(--rule); border-radius: .4rem;
  background: var(--tint); font: .84rem/1.6 var(--mono); }
footer { margin-top: 4rem; color: var(--soft); font-size: .82rem; }

@media (min-width: 62rem) {
  .board dl { grid-template-columns: max-content minmax(0, 1fr) max-content minmax(0, 1fr); }
}
@media (max-width: 45rem) {
  body { padding: 1.75rem 1rem 3rem; }
  h1 { font-size: 1.55rem; }
  h2 { margin-top: 2.5rem; }
  th, td { padding: .4rem .5rem; }
  .key-family { display: none; }
  .boards tbody th, .improvement tbody th { position: sticky; left: 0; z-index: 1; min-width: 8.5rem; max-width: 11rem;
    background: var(--page); overflow-wrap: break-word; white-space: normal; }
  .boards tbody tr:hover th { background: var(--tint); }
  .strip { width: 5rem; margin-left: .5rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .5rem; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 11px; }
  th button::after { content: none; }
  .scroll { overflow: visible; }
}
`

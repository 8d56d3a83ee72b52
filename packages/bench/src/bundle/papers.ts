/** What a bundle says of itself to people: `bundleReadme`, `licenceNotice`, `citation`; to git: `ATTRIBUTES`. */
import type { CellDescriptor } from '../records.ts'
import type { Leaderboards } from '../report/index.ts'
import { plainLine } from '../report/format.ts'
import { distinct } from '../report/order.ts'
import { headline } from '../report/sentences.ts'
import { commandsOf, type Configuration } from './configurations.ts'
import type { Manifest } from './manifest.ts'
import type { BundleWords } from './words.ts'

/** Git leaves the bytes as they are, also where it is set to end lines as Windows does: the manifest has their digests. */
export const ATTRIBUTES = '* -text\n'

const TEXTS: Readonly<Record<string, string>> = {
  'CC-BY-4.0': 'https://creativecommons.org/licenses/by/4.0/legalcode',
  'CC0-1.0': 'https://creativecommons.org/publicdomain/zero/1.0/legalcode',
}

export function licenceNotice({ title, authors, license }: BundleWords): string {
  return `SPDX-License-Identifier: ${license}

${plainLine(title)}
By ${authors.map(plainLine).join(', ')}

The results in this folder are made available under ${license}:
${TEXTS[license] ?? `https://spdx.org/licenses/${license}.html`}

This covers the cells, matches, leaderboards and policies. It does not cover what lies in files/: data that
parameters name, under licences of their own; nor the packages that computed the results.
`
}

/** A CITATION.cff of version 1.2.0. A string in JSON is one in YAML. */
export function citation(
  { title, authors, license }: BundleWords,
  { results }: Pick<Manifest, 'results'>,
  { provenance }: Leaderboards,
): string {
  const released = provenance.latest?.slice(0, 10) ?? ''
  return [
    'cff-version: 1.2.0',
    'message: If you use these results, please cite them as below.',
    'type: dataset',
    `title: ${JSON.stringify(plainLine(title))}`,
    'authors:',
    ...authors.map((name) => `  - name: ${JSON.stringify(plainLine(name))}`),
    `version: ${JSON.stringify(results.slice(0, 12))}`,
    ...(/^\d{4}-\d{2}-\d{2}$/.test(released) ? [`date-released: ${JSON.stringify(released)}`] : []),
    `license: ${license}`,
    'keywords:',
    '  - benchmark',
    '  - policy optimisation',
    '  - reinforcement learning',
    '',
  ].join('\n')
}

export function bundleReadme(
  { title, license }: BundleWords,
  { results, packages, elsewhere }: Pick<Manifest, 'results' | 'packages' | 'elsewhere'>,
  leaderboards: Leaderboards,
  configurations: readonly Configuration[],
  descriptors: readonly CellDescriptor[],
): string {
  const ids = (of: (one: CellDescriptor) => string): string =>
    distinct(descriptors.map(of)).map(markdown).join(', ')
  const versions = Object.entries(packages).map(
    ([name, own]) => `- ${markdown(name)} ${markdown(own.join(' and '))}`,
  )
  return `# ${markdown(title)}

${headline(leaderboards)}. [The leaderboards](leaderboard.md), also as [a page](leaderboard.html), [CSV](leaderboard.csv),
[JSON](leaderboard.json) and [LaTeX](leaderboard.tex).

Results: \`${results}\`. This digest is that of everything computed here; whoever cites it says exactly which results are meant.

## To check them

In a project in which the packages below are installed, \`BUNDLE\` being this folder:

\`\`\`sh
npx gauntlet verify BUNDLE                   # every file against the manifest, then every cell computed again
npx gauntlet verify BUNDLE --sample 5        # five of them
npx gauntlet verify BUNDLE --evaluation-only # the saved policies evaluated again, and nothing trained
npx gauntlet report --store BUNDLE           # the leaderboards, made again
\`\`\`

${versions.join('\n')}

Environments: ${ids(({ environment }) => environment.id)}. Algorithms: ${ids(({ algorithm }) => algorithm.id)}. What of these comes in no
package is named with \`--plugin FILE\`, also in the commands below. Settings of one's own are read from \`configurations/\`.

Nobody can check what is the exporter's word: times and machines, title, authors and licence, and whether seeds were left out. With
\`--evaluation-only\` it is also how the policies came about.

${repeating(configurations)}## What is in it

| where | what |
| --- | --- |
| \`cells/\` | a file for each cell (an algorithm on a setting with a seed): all that decided the result, and the result |
| \`matches/\` | games between the policies of cells, likewise |
| \`provenance/\` | when, where and how fast each ran: times, machine, versions of packages |
| \`failed/\`, \`failed-matches/\` | cells and matches that gave no result, and why |
| \`policies/\` | what learners saved, named by its SHA-256: mostly safetensors files, which any language reads${elsewhere.length === 0 ? '' : `. ${elsewhere.length} of them are kept elsewhere: \`elsewhere\` in the manifest names them, and a copy of them in this place is found`} |
| \`files/\` | files that parameters name, by their SHA-256 |
| \`configurations/\` | configurations that compute the cells again, and seeds before theirs that are lacking here |
| \`manifest.json\` | the size and SHA-256 of every file |

A folder that is not there would be empty. The results are under ${license} (\`LICENSE\`); \`CITATION.cff\` says how to cite them.
`
}

function repeating(configurations: readonly Configuration[]): string {
  if (configurations.length === 0) return ''
  return `## To compute them again

\`\`\`sh
${commandsOf(configurations).join('\n')}
\`\`\`

`
}

/** Text that is no markup. */
function markdown(text: string): string {
  return plainLine(text).replaceAll(/[\\`*_{}[\]<>#|&!]/g, String.raw`\$&`)
}

/** Results that must not stand in a table, each with the reason, filtered by version: `ApartTable`. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { type ApartRow, NONE, formatFailures, formatSignificant } from '@gauntlet/bench/tables'
import { Choice, distinct } from './filters.tsx'
import { TextTable } from './frame.tsx'

export function ApartTable({ rows }: { rows: readonly ApartRow[] }): JSX.Element {
  const [version, setVersion] = useState('')
  const versions = distinct(rows.flatMap((row) => versionsOf(row)))
  const shown = rows.filter((row) => version === '' || versionsOf(row).includes(version))
  return (
    <>
      {versions.length > 2 && (
        <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
          <Choice label="version" values={versions} value={version} onChange={setVersion} />
          <output class="soft">
            {shown.length} of {rows.length} rows
          </output>
        </form>
      )}
      <TextTable
        caption="Results that are in no table, and why"
        titles={['setting', 'algorithm', 'backend', 'seeds', 'failed', 'raw score', 'why']}
        left={['algorithm', 'backend', 'why']}
        rows={shown.map((row) => [
          `${row.environment}:${row.setting} v${row.environmentVersion}`,
          `${row.algorithm} v${row.algorithmVersion}`,
          row.budget > 0 ? row.backend : NONE,
          row.finished,
          formatFailures(row.failed),
          row.score === null ? NONE : formatSignificant(row.score.mean, 4),
          row.notices.join('; '),
        ])}
      />
    </>
  )
}

/** What a row is of, with its version: `mapf/lifelong v1`. */
function versionsOf(row: ApartRow): string[] {
  return [`${row.environment} v${row.environmentVersion}`, `${row.algorithm} v${row.algorithmVersion}`]
}

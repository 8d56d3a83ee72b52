/** All settings summed up, or those of one domain. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { type SummaryRow, scopeText, summaryColumns } from '@gauntlet/bench/tables'
import type { SiteIndex, TableData } from '../../src/site-data.ts'
import { Comparison } from '../charts/comparison.tsx'
import { CostChart } from '../charts/cost-chart.tsx'
import { useData } from '../data.ts'
import { Notices, Texts } from '../parts/facts.tsx'
import { RowsTable } from '../parts/rows-table.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { linkTo } from '../route.ts'

export function OverviewPage({
  index,
  table: { name, file },
}: {
  index: SiteIndex
  table: SiteIndex['tables'][number]
}): JSX.Element {
  const data = useData<TableData>(file)
  const overall = name === index.tables[0].name
  const made = index.generatedAt === null ? '' : ` · ${index.generatedAt}`
  return (
    <>
      <h1>{overall ? index.title : name}</h1>
      {overall && (
        <>
          <p class="soft">
            {index.headline}
            {made}
          </p>
          <Notices texts={index.notices} />
        </>
      )}
      {data.state === 'there' ? <Summary data={data.value} /> : <Waiting on={data} />}
      <Places index={index} domain={overall ? null : name} />
    </>
  )
}

function Summary({ data: { table, behind, backends } }: { data: TableData }): JSX.Element {
  const columns = useMemo(summaryColumns, [])
  const scope = scopeText(table)
  const means = useMemo(
    () => new Map(Object.entries(behind).map(([name, places]) => [name, places.map(({ mean }) => mean)])),
    [behind],
  )
  if (table.rows.length === 0) return <Notices texts={table.notices} />
  const caption = `${scope}: mean normalised score, 0 the random policy, 1 the best reference; faint dots are settings.`
  return (
    <>
      <p class="soft">{caption}</p>
      <RowsTable<SummaryRow>
        caption={caption}
        columns={columns}
        rows={table.rows}
        behind={({ name }) => means.get(name) ?? []}
        backends={({ name }) => backends[name] ?? []}
      />
      <Notices texts={table.notices} />
      {table.common.length > 0 && table.common.length < table.settings.length && (
        <details>
          <summary>The common set, on which ranks are taken</summary>
          <Texts texts={table.common} />
        </details>
      )}
      <CostChart
        caption={`${scope}: what a score costs. Lines are 95 % intervals; the stair joins those that nobody beats at their price.`}
        rows={table.rows}
      />
      <Comparison table={table} />
    </>
  )
}

/** The settings, by domain and environment. */
function Places({ index, domain }: { index: SiteIndex; domain: string | null }): JSX.Element {
  const environments = index.environments.filter((one) => domain === null || one.domain === domain)
  return (
    <section aria-labelledby="settings">
      <h2 id="settings">Environments and settings</h2>
      {environments.map(({ id, summary }) => (
        <section key={id} class="environment">
          <h3>
            <a href={linkTo('environment', id)}>{id}</a> <small>{summary}</small>
          </h3>
          <ul class="cards">
            {index.settings
              .filter(({ environment }) => environment === id)
              .map(({ name, description, rows, best }) => (
                <li key={name}>
                  <a href={linkTo('setting', name)}>{name.slice(id.length + 1)}</a>
                  <span class="sub">{description}</span>
                  <span class="sub soft">
                    {rows} rows{best === null ? '' : `, ${best} leads`}
                  </span>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </section>
  )
}

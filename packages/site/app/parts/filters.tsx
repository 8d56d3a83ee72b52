/** What of a table is shown: `Filters`, `passes`, `Choice`, `distinct`. */
import type { JSX } from 'preact'
import type { SettingRow, SummaryRow } from '@gauntlet/bench/tables'

export interface Filter {
  readonly words: string
  readonly family: string
  readonly version: string
  readonly backend: string
}

export const NO_FILTER: Filter = { words: '', family: '', version: '', backend: '' }

type AnyRow = SettingRow | SummaryRow

export function passes(filter: Filter, row: AnyRow, backends: readonly string[]): boolean {
  const words = filter.words.toLowerCase().split(/\s+/)
  const text = `${row.name} ${row.family} ${row.adapters.join(' ')}`.toLowerCase()
  return (
    words.every((word) => text.includes(word)) &&
    (filter.family === '' || row.family === filter.family) &&
    (filter.version === '' || String(row.version) === filter.version) &&
    (filter.backend === '' || backends.includes(filter.backend))
  )
}

export function Filters<Row extends AnyRow>({
  rows,
  backends,
  filter,
  onChange,
  shown,
}: {
  rows: readonly Row[]
  backends: (row: Row) => readonly string[]
  filter: Filter
  onChange: (filter: Filter) => void
  shown: number
}): JSX.Element {
  const choose = (name: keyof Filter, label: string, values: readonly string[]): JSX.Element | null =>
    values.length < 2 ? null : (
      <Choice
        label={label}
        values={values}
        value={filter[name]}
        onChange={(value) => onChange({ ...filter, [name]: value })}
      />
    )
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <label>
        <span>find</span>
        <input
          type="search"
          value={filter.words}
          onInput={({ currentTarget }) => onChange({ ...filter, words: currentTarget.value })}
        />
      </label>
      {choose('family', 'family', distinct(rows.map(({ family }) => family)))}
      {choose('version', 'version', distinct(rows.map(({ version }) => String(version))))}
      {choose('backend', 'backend', distinct(rows.flatMap(backends)))}
      <output class="soft">
        {shown === rows.length ? `${shown} rows` : `${shown} of ${rows.length} rows`}
      </output>
    </form>
  )
}

/** One of several, or any. */
export function Choice({
  label,
  values,
  value,
  any = 'any',
  onChange,
}: {
  label: string
  values: readonly string[]
  value: string
  any?: string | null
  onChange: (value: string) => void
}): JSX.Element {
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {any !== null && <option value="">{any}</option>}
        {values.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  )
}

/** In order, each once. */
export function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted()
}

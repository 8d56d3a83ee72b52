/** The board of one setting. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import {
  LITERATURE_CAPTION,
  type LearningCurve,
  type SettingBoard,
  type SettingRow,
  arrow,
  evaluationText,
  formatSeeds,
  literatureTable,
  metricText,
  referenceText,
  settingColumns,
} from '@gauntlet/bench/tables'
import type { SettingData, SiteIndex } from '../../src/site-data.ts'
import { CostChart } from '../charts/cost-chart.tsx'
import { CrossPlaySection } from '../charts/cross-play.tsx'
import { LineChart, aligned } from '../charts/line-chart.tsx'
import { useData } from '../data.ts'
import { ApartTable } from '../parts/apart-table.tsx'
import { Facts, Notices } from '../parts/facts.tsx'
import { TextTable } from '../parts/frame.tsx'
import { RowsTable } from '../parts/rows-table.tsx'
import { Missing, Waiting } from '../parts/waiting.tsx'
import { linkTo } from '../route.ts'

export function SettingPage({ index, name }: { index: SiteIndex; name: string }): JSX.Element {
  const entry = index.settings.find((one) => one.name === name)
  const data = useData<SettingData>(entry?.file)
  if (entry === undefined) return <Missing kind="setting" name={name} />
  return (
    <>
      <h1>
        <a href={linkTo('environment', entry.environment)}>{entry.environment}</a>
        {name.slice(entry.environment.length)}
      </h1>
      <p>{entry.description}</p>
      {data.state === 'there' ? <Board data={data.value} /> : <Waiting on={data} />}
    </>
  )
}

function Board({ data: { board, apart } }: { data: SettingData }): JSX.Element {
  const columns = useMemo(() => settingColumns(board), [board])
  const { random, best } = board.references
  const normalised = board.rows.some((row) => row.normalised !== null)
  const caption = `${board.name}: score and normalised score; faint dots are seeds.`
  const sign = board.metric.direction === 'minimise' ? -1 : 1
  return (
    <>
      <Facts
        facts={[
          { label: 'score', text: metricText(board) },
          { label: 'evaluation', text: evaluationText(board) },
          { label: 'random', text: referenceText(board, random) },
          { label: 'best', text: referenceText(board, best) },
          { label: 'version', text: `of the environment: ${board.environmentVersion}` },
        ]}
      />
      <RowsTable<SettingRow>
        caption={caption}
        columns={columns}
        rows={board.rows}
        behind={({ seeds }) => seeds.flatMap(({ normalised: one }) => (one === null ? [] : [one]))}
        backends={({ backend }) => [backend]}
        more={{ title: 'cells', cell: (row) => <Seeds row={row} /> }}
      />
      <Notices texts={board.notices} />
      <Literature board={board} />
      <Curves
        board={board}
        pick={({ course }) => course}
        caption={`${board.name}: ${board.metric.name} in the course of a run. Mean over seeds of the evaluation’s episodes, with a 95 % band.`}
      />
      <Curves
        board={board}
        pick={({ curve }) => curve}
        caption={`${board.name}: learning curves, ${metricText(board)}. Mean over seeds of the score in training, with a 95 % band.`}
      />
      <CostChart
        caption={`${board.name}: what a score costs. Lines are 95 % intervals; the stair joins those that nobody beats at their price.`}
        rows={board.rows}
        {...(!normalised && { raw: { title: `${board.metric.name} ${arrow(board)}`, sign } as const })}
      />
      <CrossPlaySection crossPlay={board.crossPlay} />
      {apart.length > 0 && (
        <section aria-labelledby="apart">
          <h2 id="apart">Not comparable</h2>
          <ApartTable rows={apart} />
        </section>
      )}
      <Excuses board={board} />
    </>
  )
}

/** Each finished seed's cell, and a replay of the first. */
function Seeds({ row: { name, seeds } }: { row: SettingRow }): JSX.Element {
  const first = seeds.find(({ score }) => score !== null)
  return (
    <span class="seeds">
      {first !== undefined && (
        <a class="play" href={linkTo('replay', first.key)} aria-label={`replay of ${name}`}>
          ▶
        </a>
      )}
      {seeds.map(({ seed, key, failure }) =>
        failure === null ? (
          <a key={key} href={linkTo('cell', key)} aria-label={`${name}, cell of seed ${seed}`}>
            {seed}
          </a>
        ) : (
          <a key={key} class="warn" href={linkTo('notes')} title={`seed ${seed}: ${failure}`}>
            {seed}!
          </a>
        ),
      )}
    </span>
  )
}

function Curves({
  board,
  pick,
  caption,
}: {
  board: SettingBoard
  pick: (row: SettingRow) => LearningCurve | null
  caption: string
}): JSX.Element | null {
  const { x, lines } = useMemo(
    () =>
      aligned(
        board.rows.flatMap((row) => {
          const curve = pick(row)
          if (curve === null) return []
          const failed = row.seeds.length - row.finished
          const note = `n = ${formatSeeds(curve.seeds, curve.seeds)}${failed === 0 ? '' : `, ${failed} failed`}`
          return [{ ...curve, name: row.name, note, banded: curve.seeds > 1 }]
        }),
      ),
    [board],
  )
  if (lines.length === 0) return null
  return <LineChart caption={caption} x={x} xTitle="steps" yTitle={board.metric.name} lines={lines} />
}

function Literature({ board }: { board: SettingBoard }): JSX.Element | null {
  if (board.literature.length === 0) return null
  const { titles, rows } = literatureTable(board)
  return (
    <>
      <p class="soft">{LITERATURE_CAPTION}</p>
      <TextTable
        caption={`${board.name}: ${LITERATURE_CAPTION}`}
        titles={titles}
        rows={rows}
        left={['source']}
      />
    </>
  )
}

function Excuses({ board: { notApplicable } }: { board: SettingBoard }): JSX.Element | null {
  if (notApplicable.length === 0) return null
  const reasons = [...new Set(notApplicable.map(({ reason }) => reason))]
  return (
    <details>
      <summary>Not applicable: {notApplicable.length}</summary>
      <ul>
        {reasons.map((reason) => (
          <li key={reason}>
            {notApplicable
              .filter((one) => one.reason === reason)
              .map(({ algorithm }) => algorithm)
              .join(', ')}
            : {reason}
          </li>
        ))}
      </ul>
    </details>
  )
}

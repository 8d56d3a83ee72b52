/** An episode of a cell, played again in the page; beside it, where asked, another cell's on the same instance. */
import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { SettingBoard, SettingRow } from '@gauntlet/bench/tables'
import type { CellData, SettingData, SiteIndex } from '../../src/site-data.ts'
import { type Curve, LineChart, aligned } from '../charts/line-chart.tsx'
import { useData } from '../data.ts'
import { cellFile } from '../pages/cell.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { linkTo } from '../route.ts'
import { Controls } from './controls.tsx'
import { Choice } from '../parts/filters.tsx'
import type { Course } from './course.ts'
import { type Episode, type Played, playInPage } from './player.ts'
import { Side } from './side.tsx'
import type { Overlay } from './stage.tsx'
import { useClock } from './clock.ts'

export function ReplayPage({
  index,
  cell,
  query,
}: {
  index: SiteIndex
  cell: string
  query: URLSearchParams
}): JSX.Element {
  const data = useData<CellData>(cellFile(cell))
  const rival = query.get('with')
  const other = useData<CellData>(rival === null ? undefined : cellFile(rival))
  if (data.state !== 'there') {
    return (
      <>
        <h1>Replay</h1>
        <Waiting on={data} />
      </>
    )
  }
  return (
    <Replay
      index={index}
      data={data.value}
      other={rival !== null && other.state === 'there' ? other.value : null}
      query={query}
    />
  )
}

function Replay({
  index,
  data,
  other,
  query,
}: {
  index: SiteIndex
  data: CellData
  other: CellData | null
  query: URLSearchParams
}): JSX.Element {
  const { key, descriptor } = data.result
  const { environment, evaluation } = descriptor
  const setting = `${environment.id}:${environment.setting}`
  const board = useData<SettingData>(index.settings.find(({ name }) => name === setting)?.file)
  const episode = episodeOf(query, evaluation.episodes)
  const [overlay, setOverlay] = useState<Overlay>('none')
  const own = usePlayed(data, episode)
  const rival = usePlayed(other, episode)
  const shown = [own, rival].flatMap((one) => (one?.state === 'there' ? [one.recorded] : []))
  const last = Math.max(0, ...shown.map(({ pictures }) => pictures.length - 1))
  const clock = useClock(last)
  const go = (changes: Readonly<Record<string, string>>): void => {
    const now = Object.fromEntries([...query].filter(([name]) => !(name in changes)))
    const asked = Object.entries({ ...now, ...changes }).filter(([, value]) => value !== '')
    location.hash = linkTo('replay', key, Object.fromEntries(asked))
  }
  return (
    <>
      <h1>
        <a href={linkTo('cell', key)}>{data.name}</a>
      </h1>
      <p class="soft">
        The page runs the environment and what training left, step by step, as the harness did.{' '}
        <a href={linkTo('setting', setting)}>To the board</a>
      </p>
      <Controls
        clock={clock}
        last={last}
        episode={episode}
        episodes={evaluation.episodes}
        overlay={shown.some(({ paths }) => paths !== null) ? overlay : null}
        onOverlay={setOverlay}
        rivals={board.state === 'there' ? rivalsOf(board.value.board, key) : []}
        rival={query.get('with') ?? ''}
        onGo={go}
      />
      <div class={other === null ? 'stages' : 'stages two'}>
        <Side data={data} played={own} k={clock.k} overlay={overlay} />
        {other !== null && <Side data={other} played={rival} k={clock.k} overlay={overlay} />}
      </div>
      <Courses setting={setting} data={data} other={other} own={own} rival={rival} />
    </>
  )
}

/** What went on in the course of the episode, of which the reader chooses what. */
function Courses({
  setting,
  data,
  other,
  own,
  rival,
}: {
  setting: string
  data: CellData
  other: CellData | null
  own: Played | null
  rival: Played | null
}): JSX.Element | null {
  const [chosen, setChosen] = useState('')
  const offered = coursesOf(own)
  const course = offered.find(({ name }) => name === chosen) ?? offered[0]
  const name = course?.name
  const { x, lines } = useMemo(
    () =>
      aligned([
        ...curvesOf(data, own, name, other !== null),
        ...(other === null ? [] : curvesOf(other, rival, name, true)),
      ]),
    [data, other, own, rival, name],
  )
  if (course === undefined || x.length < 2) return null
  return (
    <section>
      <div class="filters">
        <Choice
          label="over the steps"
          values={offered.map((one) => one.name)}
          value={course.name}
          any={null}
          onChange={setChosen}
        />
      </div>
      <LineChart
        caption={`${setting}: ${course.caption}`}
        x={x}
        xTitle="step"
        yTitle={course.name}
        lines={lines}
      />
    </section>
  )
}

function coursesOf(played: Played | null): readonly Course[] {
  return played?.state === 'there' ? played.recorded.courses : []
}

/** A course's lines; named by the algorithm where it is a single one. */
function curvesOf(
  { result }: CellData,
  played: Played | null,
  name: string | undefined,
  rivals: boolean,
): Curve[] {
  const course = coursesOf(played).find((one) => one.name === name)
  if (course === undefined) return []
  const { algorithm, seed } = result.descriptor
  const single = course.lines.length === 1
  const beside = rivals ? algorithm.id : ''
  const note = single ? `seed ${seed}` : beside
  return course.lines.map((line) => ({
    ...line,
    name: single ? algorithm.id : line.name,
    note,
    banded: line.low.length > 0,
    steps: course.steps,
  }))
}

/** Plays an episode whenever it is another one; null while there is no cell. */
function usePlayed(data: CellData | null, { j, seed }: Episode): Played | null {
  const [played, setPlayed] = useState<Played | null>(null)
  useEffect(() => {
    if (data === null) {
      setPlayed(null)
      return undefined
    }
    let current = true
    const tell = (now: Played): void => {
      if (current) setPlayed(now)
    }
    tell({ state: 'playing', steps: 0 })
    playInPage(data, { j, seed }, (steps) => tell({ state: 'playing', steps })).then(
      (recorded) => tell({ state: 'there', recorded }),
      (error: unknown) => tell({ state: 'failed', message: (error as Error).message }),
    )
    return () => {
      current = false
    }
  }, [data, j, seed])
  return played
}

/** What the address asks for, as far as it makes sense. */
function episodeOf(query: URLSearchParams, episodes: number): Episode {
  const whole = (name: string): number | null => {
    const text = query.get(name) ?? ''
    return /^\d{1,9}$/.test(text) ? Number(text) : null
  }
  return { j: Math.min(whole('episode') ?? 0, episodes - 1), seed: whole('seed') }
}

/** The first finished cell of every other row. */
function rivalsOf(board: SettingBoard, key: string): { readonly name: string; readonly key: string }[] {
  return board.rows.flatMap(({ name, seeds }: SettingRow) => {
    const first = seeds.find(({ score }) => score !== null)
    return first === undefined || seeds.some((one) => one.key === key) ? [] : [{ name, key: first.key }]
  })
}

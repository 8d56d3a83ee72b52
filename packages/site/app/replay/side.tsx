/** One policy's episode: its picture, its numbers, its digest: `Side`. */
import type { JSX } from 'preact'
import { formatSignificant } from '@gauntlet/bench/tables'
import type { CellData } from '../../src/site-data.ts'
import { Facts } from '../parts/facts.tsx'
import type { Played, Recorded } from './player.ts'
import { Log } from './log.tsx'
import { type Overlay, Stage } from './stage.tsx'

export function Side({
  data,
  played,
  k,
  overlay,
}: {
  data: CellData
  played: Played | null
  k: number
  overlay: Overlay
}): JSX.Element {
  const { id } = data.result.descriptor.algorithm
  return (
    <section class="side" aria-label={id}>
      <h2>{id}</h2>
      {played?.state === 'there' ? (
        <Shown name={data.name} recorded={played.recorded} k={k} overlay={overlay} />
      ) : (
        <Absent data={data} played={played} />
      )}
    </section>
  )
}

function Shown({
  name,
  recorded: { replay, compared, pictures, paths, log },
  k,
  overlay,
}: {
  name: string
  recorded: Recorded
  k: number
  overlay: Overlay
}): JSX.Element {
  const at = Math.min(k, pictures.length - 1)
  const metrics = Object.entries(replay.metrics).map(([metric, value]) => ({
    label: metric,
    text: formatSignificant(value, 6),
  }))
  return (
    <>
      <div class={log.length === 0 ? undefined : 'logged'}>
        <Stage label={name} pictures={pictures} paths={paths} k={at} overlay={overlay} />
        {log.length > 0 && (
          <Log lines={log.slice(0, pictures[at].told)} before={pictures[at - 1]?.told ?? 0} />
        )}
      </div>
      <p class="soft">
        Step {pictures[at].t} of {replay.steps}.{' '}
        {compared
          ? 'It came out with the metrics that the cell has stored.'
          : 'Of another seed, so that the cell has nothing to compare it with.'}
      </p>
      <Facts facts={[...metrics, { label: 'digest', text: <code class="digest">{replay.digest}</code> }]} />
    </>
  )
}

function Absent({ data, played }: { data: CellData; played: Played | null }): JSX.Element {
  if (played?.state !== 'failed') {
    return (
      <p class="soft" role="status">
        Playing … {played?.state === 'playing' ? `${played.steps} steps` : ''}
      </p>
    )
  }
  return (
    <div role="alert">
      <p class="warn">It cannot be played here: {played.message}.</p>
      <p>
        Where the packages are installed: <code>{data.repeat.commands.at(-1)}</code>
      </p>
    </div>
  )
}

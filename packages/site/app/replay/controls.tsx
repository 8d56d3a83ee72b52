/** Play, pause, speed and seek; another episode, another seed, another policy beside: `Controls`. */
import type { JSX } from 'preact'
import { Choice } from '../parts/filters.tsx'
import { type Clock, SPEEDS } from './clock.ts'
import type { Episode } from './player.ts'
import type { Overlay } from './stage.tsx'

interface Given {
  readonly clock: Clock
  readonly last: number
  readonly episode: Episode
  readonly episodes: number
  /** Null where nothing in the pictures moves. */
  readonly overlay: Overlay | null
  readonly onOverlay: (overlay: Overlay) => void
  readonly rivals: readonly { readonly name: string; readonly key: string }[]
  /** The key of the cell beside, or nothing. */
  readonly rival: string
  /** Changes what the address asks for; an empty text takes it back. */
  readonly onGo: (changes: Readonly<Record<string, string>>) => void
}

export function Controls(given: Given): JSX.Element {
  const { clock, last, overlay, onOverlay } = given
  return (
    <>
      <div class="controls" role="group" aria-label="Playback">
        <button type="button" class="play" onClick={() => clock.play(!clock.playing)} disabled={last === 0}>
          {clock.playing ? '⏸ pause' : '▶ play'}
        </button>
        <button
          type="button"
          aria-label="a step back"
          onClick={() => clock.seek(clock.k - 1)}
          disabled={last === 0}
        >
          ◀
        </button>
        <button
          type="button"
          aria-label="a step on"
          onClick={() => clock.seek(clock.k + 1)}
          disabled={last === 0}
        >
          ▶
        </button>
        <input
          type="range"
          aria-label="picture"
          min={0}
          max={last}
          value={clock.k}
          onInput={({ currentTarget }) => clock.seek(currentTarget.valueAsNumber)}
        />
        <output>
          {clock.k} of {last}
        </output>
        <Choice
          label="a second"
          values={SPEEDS.map(String)}
          value={String(clock.speed)}
          any={null}
          onChange={(value) => clock.faster(Number(value))}
        />
        {overlay !== null && (
          <Choice
            label="over it"
            values={['none', 'trails', 'heat']}
            value={overlay}
            any={null}
            onChange={(value) => onOverlay(value as Overlay)}
          />
        )}
      </div>
      <What {...given} />
    </>
  )
}

/** What is played. */
function What({ episode: { j, seed }, episodes, rivals, rival, onGo }: Given): JSX.Element {
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      <label>
        <span>episode</span>
        <input
          type="number"
          min={0}
          max={episodes - 1}
          value={j}
          onChange={({ currentTarget: { value } }) => onGo({ episode: value })}
        />
      </label>
      <label>
        <span>instances of seed</span>
        <input
          type="number"
          min={0}
          placeholder="its own"
          value={seed ?? ''}
          onChange={({ currentTarget: { value } }) => onGo({ seed: value })}
        />
      </label>
      {rivals.length > 0 && (
        <label>
          <span>beside it</span>
          <select value={rival} onChange={({ currentTarget: { value } }) => onGo({ with: value })}>
            <option value="">nobody</option>
            {rivals.map(({ name, key }) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
    </form>
  )
}

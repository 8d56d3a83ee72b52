/** A small noisy world whose rules can be replaced piece by piece, to be broken in one place only. */
import { type EnvironmentDefinition, defineEnvironment } from '../../src/definition.ts'
import type { Buffers } from '../../src/environment.ts'
import type { Stream } from '../../src/random/stream.ts'
import { type Rules, createEnvironment } from '../../src/shell.ts'
import { discrete } from '../../src/spaces.ts'
import { type EnvironmentSpec, flatArray } from '../../src/spec.ts'
import { pictures, saveStream, toySpec, worldStreams } from './toy.ts'

/** What the rules of a tiny world are made of. */
export interface Tiny {
  readonly buffers: Buffers
  readonly batch: number
  readonly agents: number
  /** Place of every agent, in [0, 1). */
  readonly places: Float64Array
  /** Steps of the episode in each world. */
  readonly ages: Int32Array
  readonly streams: readonly Stream[]
  /** The rules as they should be. */
  readonly sound: Rules
}

export interface TinyOptions {
  readonly spec?: Partial<EnvironmentSpec>
  /** Step at which each agent terminates; never where absent. */
  readonly lifetimes?: readonly number[]
  /** Rules to use in place of the sound ones. */
  readonly rules?: (tiny: Tiny) => Partial<Rules>
}

export const NO_FACES: Partial<EnvironmentSpec> = {
  faces: [],
  missingFaces: { snapshot: 'a toy', instance: 'a toy', expert: 'a toy' },
}

export function tinyWorld(options: TinyOptions = {}): EnvironmentDefinition<Record<string, never>> {
  const { spec: extra = {}, lifetimes = [], rules = () => ({}) } = options
  const spec = toySpec({
    action: discrete(3),
    observation: flatArray('place', 1, 0, 1),
    rewardRange: [0, 1],
    ...extra,
  })
  const id = 'toy/tiny'
  return defineEnvironment<Record<string, never>>({
    id,
    version: 1,
    summary: 'Agents on a noisy ring',
    source: 'these tests',
    parameters: {},
    settings: {},
    describe: () => spec,
    make: (_, batch) =>
      createEnvironment(id, spec, batch, (buffers) => {
        const tiny = soundWorld(buffers, spec.agents, lifetimes)
        return { rules: { ...tiny.sound, ...rules(tiny) } }
      }),
  })
}

function soundWorld(buffers: Buffers, agents: number, lifetimes: readonly number[]): Tiny {
  const { batch, observations, rewards, terminated, truncated, returns } = buffers
  const places = new Float64Array(batch * agents)
  const ages = new Int32Array(batch)
  const streams = worldStreams(batch)
  const sound: Rules = {
    start(w, { key }) {
      ages[w] = 0
      const stream = streams[w].open(key)
      for (let i = w * agents; i < (w + 1) * agents; i++) places[i] = stream.uniform()
    },
    step(actions) {
      for (let w = 0; w < batch; w++) {
        ages[w]++
        for (let a = 0; a < agents; a++) {
          const i = w * agents + a
          const moved = places[i] + 0.1 * actions[i] + 0.01 * streams[w].uniform()
          if (terminated[i] === 1 || truncated[i] === 1) continue
          places[i] = moved - Math.floor(moved)
          rewards[i] = places[i]
          if (ages[w] === lifetimes[a]) terminated[i] = 1
        }
      }
    },
    observe(from, to) {
      for (let i = from * agents; i < to * agents; i++) observations[i] = places[i]
    },
    measure: (w, metrics, offset) => void (metrics[offset] = returns[w * agents]),
    save: (w) => ({
      places: places.slice(w * agents, (w + 1) * agents),
      age: ages[w],
      stream: saveStream(streams[w]),
    }),
    load(w, content) {
      const saved = content as TinySave
      places.set(saved.places, w * agents)
      ages[w] = saved.age
      streams[w].load(saved.stream)
    },
    ...pictures((w) => places.subarray(w * agents, (w + 1) * agents)),
  }
  return { buffers, batch, agents, places, ages, streams, sound }
}

/** What a tiny world saves. */
export interface TinySave {
  readonly places: Float64Array
  readonly age: number
  readonly stream: Uint32Array
}

/** A window of observations: `history`. */
import {
  type AdapterDefinition,
  type Environment,
  type EnvironmentSpec,
  type Requirement,
  defineAdapter,
  product,
} from '@gauntlet/core'
import { adapted, expertsThrough, onlyFaces, sameActions } from './adapted.ts'

/**
 * Lets a learner without memory see what was observed in as many last steps as it asks for, one after the other, the oldest
 * first; before an episode's first step all is 0. What was done and paid is seen only where observations tell it.
 * Source: Mnih et al. 2015, Human-level control through deep reinforcement learning, Methods: several frames as one input.
 */
export const history: AdapterDefinition = defineAdapter({
  id: 'history',
  version: 1,
  stage: 'needs',
  note: 'sees the last few observations together, in place of a memory',
  adapt: (spec, requires) =>
    framesOf(requires) > (spec.history ?? 1) ? windowSpec(spec, requires) : undefined,
  wrap: (environment, requires) => overWindow(environment, windowSpec(environment.spec, requires)),
})

const framesOf = (requires: Requirement): number => requires.history ?? 1

function windowSpec(spec: EnvironmentSpec, requires: Requirement): EnvironmentSpec {
  const frames = framesOf(requires)
  const { shape, low, high, layout } = spec.observation
  const size = product(shape)
  const agoOf = (t: number): string => (t === frames - 1 ? '' : `, ${frames - 1 - t} back`)
  const blocks = Array.from({ length: frames }, (_, t) =>
    layout.map((block) => ({ ...block, name: `${block.name}${agoOf(t)}`, offset: block.offset + t * size })),
  )
  const kept = spec.faces.filter((face) => face !== 'differentiable' && face !== 'dataset')
  return {
    ...onlyFaces(spec, kept),
    observation: {
      shape: [frames * size],
      low: Math.min(low, 0),
      high: Math.max(high, 0),
      layout: blocks.flat(),
    },
    history: frames,
  }
}

function overWindow(environment: Environment, spec: EnvironmentSpec): Environment {
  const { batch, ended, observations, finalObservations } = environment
  const { agents } = spec
  const size = product(environment.spec.observation.shape)
  const width = product(spec.observation.shape)
  const shown = new Float32Array(batch * agents * width)
  const finals = new Float32Array(shown.length)
  /** What is shown, where nobody else writes. */
  const windows = new Float32Array(shown.length)
  /** Writes the window of row `i` with a frame behind the others, of which the oldest goes. */
  const shift = (i: number, out: Float32Array, frame: Float32Array): void => {
    for (let k = i * width; k < (i + 1) * width - size; k++) out[k] = windows[k + size]
    put(i, out, frame)
  }
  const put = (i: number, out: Float32Array, frame: Float32Array): void => {
    for (let k = 0; k < size; k++) out[(i + 1) * width - size + k] = frame[i * size + k]
  }
  return adapted(environment, {
    spec,
    buffers: { observations: shown, finalObservations: finals },
    faces: expertsThrough(environment, sameActions),
    follow(from, to, cause) {
      for (let i = from * agents; i < to * agents; i++) {
        const over = cause === 'step' && ended[Math.floor(i / agents)] === 1
        if (over) shift(i, finals, finalObservations)
        if (over || cause === 'begin') windows.fill(0, i * width, (i + 1) * width)
        if (over || cause !== 'step') put(i, windows, observations)
        else shift(i, windows, observations)
      }
      for (let k = from * agents * width; k < to * agents * width; k++) shown[k] = windows[k]
    },
    save: (w) => windows.slice(w * agents * width, (w + 1) * agents * width),
    load: (w, saved) => windows.set(saved as Float32Array, w * agents * width),
  })
}

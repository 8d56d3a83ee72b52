/** What the toy worlds of these tests share: a spec to start from, settings, streams and pictures. */
import type { Setting } from '../../src/definition.ts'
import { Seed } from '../../src/random/seed.ts'
import type { Stream } from '../../src/random/stream.ts'
import type { ActionSpace } from '../../src/spaces.ts'
import { type EnvironmentSpec, type MetricSpec, flatArray } from '../../src/spec.ts'

export const TOTAL: MetricSpec = {
  name: 'total',
  unit: 'points',
  direction: 'maximise',
  description: 'sum of all rewards',
}

/** A spec with one agent, one number to see and episodes of 10 steps, unless said otherwise. */
export function toySpec(spec: Partial<EnvironmentSpec> & { readonly action: ActionSpace }): EnvironmentSpec {
  return {
    agents: 1,
    observation: flatArray('seen', 1),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon: 10,
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [-Infinity, Infinity],
    metrics: [TOTAL],
    score: 'total',
    faces: ['snapshot', 'instance'],
    missingFaces: { expert: 'a toy world' },
    engine: 'own',
    ...spec,
  }
}

/** One setting with the default parameters and references that stand in the right order. */
export function toySettings<P extends object>(
  setting: Partial<Setting<P>> = {},
): { readonly main: Setting<P> } {
  return {
    main: {
      description: 'The defaults',
      parameters: {},
      references: {
        random: { score: 0, source: 'made up', episodes: 100 },
        best: { score: 1, source: 'made up' },
      },
      evaluation: { episodes: 10, batch: 5, mode: 'greedy' },
      ...setting,
    },
  }
}

/** A stream for each world, to be opened by its key where an episode starts. */
export function worldStreams(batch: number): Stream[] {
  return Array.from({ length: batch }, (_, w) => Seed.from(w).stream())
}

/** The state of one stream, copied. */
export function saveStream(stream: Stream): Uint32Array {
  const words = new Uint32Array(4)
  stream.save(words)
  return words
}

/** A picture of some numbers. */
export function pictures(numbersOf: (w: number) => ArrayLike<number>): {
  renderText(w: number): string
  renderSvg(w: number): string
} {
  const textOf = (w: number): string => Array.from(numbersOf(w), (value) => value.toFixed(2)).join(' ')
  return {
    renderText: (w) => `${textOf(w)}\n`,
    renderSvg: (w) => `<svg xmlns="http://www.w3.org/2000/svg"><text x="0" y="10">${textOf(w)}</text></svg>`,
  }
}

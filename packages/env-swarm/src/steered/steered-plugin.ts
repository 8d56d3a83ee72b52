/** What steered models add to the matrix: `environments`, `algorithms`, `presets`, `PHASE_STUDY`. */
import {
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  type PresetBlock,
  expertAlgorithm,
} from '@gauntlet/core'
import { flock } from './flock.ts'
import { oscillators } from './oscillators.ts'
import { steeredExperts } from './steered-experts.ts'

export const environments: readonly EnvironmentDefinition[] = [flock, oscillators]

export const algorithms: readonly AlgorithmDefinition[] = steeredExperts.map(
  ({ name, description, source }) =>
    expertAlgorithm({
      id: name === 'zero' ? 'swarm/unsteered' : `swarm/${name}`,
      version: 1,
      family: 'swarm control',
      summary: description,
      source,
      expert: name,
      environments: environments.map(({ id }) => id),
    }),
)

const [unsteered] = algorithms
const PLAYED = ['random', ...algorithms.map(({ id }) => id)]
const CHOSEN = [`${flock.id}:all-eta-4`, `${oscillators.id}:lorentzian-2`]

export const presets: Readonly<Record<'quick' | 'standard' | 'full', readonly PresetBlock[]>> = {
  quick: [{ settings: CHOSEN, algorithms: PLAYED, seeds: 1, budget: 0 }],
  standard: [{ settings: CHOSEN, algorithms: PLAYED, seeds: 3, budget: 0 }],
  full: [{ settings: environments.map(({ id }) => `${id}:*`), algorithms: PLAYED, seeds: 10, budget: 0 }],
}

/** Order over noise and over coupling, of the models by themselves. */
export const PHASE_STUDY: PresetBlock = {
  settings: environments.map(({ id }) => `${id}:*`),
  algorithms: [unsteered.id],
  seeds: 5,
  budget: 0,
}

/** What `mapf/lifelong` and `mapf/oneshot` share: `describeGrid`, `assembleGrid`. */
import {
  type Environment,
  type EnvironmentSpec,
  type MetricSpec,
  createEnvironment,
  discrete,
  expertDataset,
  product,
} from '@gauntlet/core'
import { diagnosticMetrics } from './diagnostics.ts'
import { expertPolicy, expertsOf } from './experts.ts'
import { reserveMemory } from './grid-kernel.ts'
import type { GridKind, GridParameters } from './grid-parameters.ts'
import type { InstanceSource } from './instance-source.ts'
import { movementOf } from './movement.ts'
import { observationSpec, stateSpec } from './observation.ts'
import { pibtShield } from './pibt-shield.ts'
import { GridRules, WAYPOINT_REWARD } from './rules.ts'
import { SoftMovement } from './soft-movement.ts'
import { sourceOf } from './source-choice.ts'
import { ACTIONS, GridWorlds } from './worlds.ts'

const DENSITY: MetricSpec = {
  name: 'agent_density',
  unit: 'agents/cell',
  direction: 'neither',
  description: 'agents per free cell within sight of an agent, mean over agents and observations',
}

export function describeGrid(kind: GridKind, parameters: GridParameters): EnvironmentSpec {
  return specOf(kind, parameters, sourceOf(kind, parameters))
}

function specOf(kind: GridKind, parameters: GridParameters, source: InstanceSource): EnvironmentSpec {
  const { agents, radius, horizon, observationType, rewards, actionMask } = parameters
  const { rows, columns } = source
  const reach = Math.max(rows, columns) + radius
  return {
    agents,
    observation: observationSpec(observationType, radius, reach),
    ...(observationType === 'mapf' && { state: stateSpec(rows, columns, radius) }),
    action: discrete(ACTIONS.length, ACTIONS),
    masked: actionMask,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    protocol: 'episodic',
    sides: 1,
    rewardStructure: kind.onTarget === 'nothing' && rewards === 'goals' ? 'common' : 'individual',
    rewardRange: [0, rewards === 'goals' ? 1 : WAYPOINT_REWARD],
    metrics: [
      ...kind.metrics,
      DENSITY,
      ...diagnosticMetrics(kind.onTarget === 'restart' ? 'lifelong' : 'one-shot'),
    ],
    score: kind.score,
    faces: ['snapshot', 'instance', 'expert', 'dataset', 'shield'],
    experts: expertsOf(kind.onTarget).map(({ spec }) => spec),
    instances: source.instances,
    engine: 'own',
  }
}

/** The environment with the worlds behind it, which its scripted policies see. */
export interface AssembledGrid {
  readonly environment: Environment
  readonly worlds: GridWorlds
}

export function assembleGrid(kind: GridKind, parameters: GridParameters, batch: number): AssembledGrid {
  const { id, onTarget } = kind
  const { agents, horizon, radius, collisionSystem, observationType, rewards, legacyOccupancy } = parameters
  const source = sourceOf(kind, parameters)
  const spec = specOf(kind, parameters, source)
  const { rows, columns } = source
  const numbers = batch * agents * product(spec.observation.shape)
  const memory = reserveMemory([
    4 * numbers,
    ...GridWorlds.sizes(batch, agents, rows, columns, radius),
    ...SoftMovement.sizes(agents, (rows + 2 * radius) * (columns + 2 * radius)),
  ])
  const observations = memory.float32(numbers)
  const worlds = new GridWorlds(batch, agents, rows, columns, radius, memory)
  const movement = movementOf(worlds, collisionSystem, legacyOccupancy)
  const setup = { id, worlds, source, movement, onTarget, observationType, rewards, horizon }
  const build: Parameters<typeof createEnvironment>[3] = (buffers) => ({
    rules: new GridRules(setup, buffers),
    faces: {
      expert: {
        policy: (name, configuration) => expertPolicy(id, name, worlds, onTarget, configuration),
      },
      shield: { wrap: (policy) => pibtShield(worlds, policy, onTarget) },
      dataset: expertDataset(id, spec, 'pibt', () => assembleGrid(kind, parameters, 1).environment),
    },
  })
  return { environment: createEnvironment(id, spec, batch, build, { observations }), worlds }
}

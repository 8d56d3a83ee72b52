/** Synthetic definitions and cells: two domains of toys, three algorithms, scores as the test wants them. */
import {
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  type Setting,
  defineEnvironment,
  discrete,
  flatArray,
  integer,
  number,
  policyAlgorithm,
  defineAlgorithm,
  digestOf,
} from '@gauntlet/core'
import { planCell } from '../../src/cells.ts'
import type { CellDescriptor, FailedCell, Provenance } from '../../src/records.ts'
import type { LeaderboardInput, StoredCell } from '../../src/report/index.ts'

interface ToyParameters {
  readonly length: number
}

interface ToyOptions {
  readonly version?: number
  readonly direction?: 'maximise' | 'minimise'
  readonly settings?: Readonly<Record<string, Setting<ToyParameters>>>
}

/** A setting whose random policy scores `random` and whose best policy scores `best`. */
export function toySetting(length: number, random: number, best: number): Setting<ToyParameters> {
  return {
    description: `a line of length ${length}`,
    parameters: { length },
    references: {
      random: { score: random, source: 'uniform policy', episodes: 200 },
      best: { score: best, source: 'Smith & Jones 2024, table 2' },
    },
    evaluation: { episodes: 10, batch: 5, mode: 'greedy' },
  }
}

export function toyEnvironment(id: string, options: ToyOptions = {}): EnvironmentDefinition {
  const { version = 1, direction = 'maximise', settings } = options
  const name = direction === 'maximise' ? 'return' : 'regret'
  const unit = direction === 'maximise' ? 'points' : ''
  return defineEnvironment<ToyParameters>({
    id,
    version,
    summary: 'a toy',
    source: 'none',
    parameters: { length: integer({ description: 'cells', default: 5, minimum: 1 }) },
    settings: settings ?? { easy: toySetting(5, 0, 10), hard: toySetting(50, 2, 4) },
    describe: ({ length }) => ({
      agents: 1,
      observation: flatArray('position', 1),
      action: discrete(2),
      masked: false,
      activity: false,
      objectives: 1,
      constraints: [],
      horizon: length,
      protocol: 'episodic',
      sides: 1,
      rewardStructure: 'common',
      rewardRange: [0, 1],
      metrics: [{ name, unit, direction, description: 'what is scored' }],
      score: name,
      faces: [],
      missingFaces: { snapshot: 'a toy', instance: 'a toy', expert: 'a toy' },
      engine: 'own',
    }),
    make: () => {
      throw new Error('a toy is never built')
    },
  })
}

export function toyAlgorithm(
  id: string,
  options: { trains?: boolean; version?: number; oracle?: boolean } = {},
): AlgorithmDefinition {
  const { trains = false, version = 1, oracle = false } = options
  const rest = {
    id,
    version,
    family: trains ? 'policy gradient' : 'scripted',
    summary: `the toy ${id}`,
    source: 'none',
    requires: {},
    oracle,
    configuration: { rate: number({ description: 'step size', default: 0.5 }) },
  }
  const never = (): never => {
    throw new Error('a toy is never made')
  }
  if (!trains) return policyAlgorithm<{ rate: number }>({ ...rest, policy: never })
  return defineAlgorithm<{ rate: number }>({ ...rest, trains, create: never })
}

/** What decides a cell, beside its place and its algorithm. */
export interface Conditions {
  readonly seed?: number
  readonly budget?: number
  readonly backend?: string
  readonly configuration?: object
  readonly adapters?: CellDescriptor['adapters']
  /** Changes made to the descriptor that today's definitions would plan. */
  readonly change?: (descriptor: CellDescriptor) => CellDescriptor
}

export function toyDescriptor(
  environment: EnvironmentDefinition,
  setting: string,
  algorithm: AlgorithmDefinition,
  conditions: Conditions = {},
): CellDescriptor {
  const { seed = 0, budget = 1000, backend = 'wasm', configuration = {}, adapters = [], change } = conditions
  const entry = {
    id: `${environment.id}:${setting}`,
    environment,
    name: setting,
    setting: environment.settings[setting],
  }
  const choice = { algorithm, configuration, adapters: [], seed, budget, backend }
  const descriptor = { ...planCell(entry, choice).descriptor, adapters }
  return change === undefined ? descriptor : change(descriptor)
}

/** A finished cell. */
export function cell(
  descriptor: CellDescriptor,
  score: number,
  provenance?: Partial<Provenance>,
): StoredCell {
  const key = digestOf(descriptor)
  const body = {
    format: 'gauntlet-cell' as const,
    formatVersion: 1 as const,
    key,
    descriptor,
    score,
    episodes: { return: Array.from({ length: 10 }, () => score) },
    lengths: Array.from({ length: 10 }, () => 5),
    curve: descriptor.budget > 0 ? [{ steps: descriptor.budget, metrics: { loss: 1 } }] : [],
    steps: { training: descriptor.budget, evaluation: 50 },
    policy: null,
  }
  const result = { ...body, digest: digestOf(body) }
  return { result, provenance: provenance && { ...toyProvenance(key), ...provenance } }
}

function toyProvenance(key: string): Provenance {
  return {
    key,
    startedAt: '2025-01-02T03:04:05.000Z',
    trainingSeconds: 0,
    evaluationSeconds: 0.5,
    microsecondsPerDecision: 1.5,
    node: 'v20.19.0',
    platform: 'linux x64',
    processor: 'Example CPU @ 3 GHz',
    packages: { '@gauntlet/core': '0.1.0' },
    commit: 'abc1234',
  }
}

export function failedCell(
  descriptor: CellDescriptor,
  reason: FailedCell['reason'],
  message: string,
): FailedCell {
  return {
    format: 'gauntlet-failed-cell',
    formatVersion: 1,
    key: digestOf(descriptor),
    descriptor,
    reason,
    message,
    failedAt: '2025-01-02T03:04:06.000Z',
  }
}

export const line: EnvironmentDefinition = toyEnvironment('toy/line')
export const pull: EnvironmentDefinition = toyEnvironment('game/pull', {
  direction: 'minimise',
  settings: { k2: toySetting(20, 8, 3) },
})
export const rule: AlgorithmDefinition = toyAlgorithm('rule')
export const walker: AlgorithmDefinition = toyAlgorithm('toy/walker')
export const ppo: AlgorithmDefinition = toyAlgorithm('ppo', { trains: true })

/** Cells of seeds 0, 1, … with the given scores. */
export function cells(
  environment: EnvironmentDefinition,
  setting: string,
  algorithm: AlgorithmDefinition,
  scores: readonly number[],
  conditions: Conditions & { provenance?: Partial<Provenance> } = {},
): StoredCell[] {
  return scores.map((score, seed) =>
    cell(
      toyDescriptor(environment, setting, algorithm, { ...conditions, seed }),
      score,
      conditions.provenance,
    ),
  )
}

/** A report's input over the toys. */
export function input(
  finished: readonly StoredCell[],
  rest: Partial<Omit<LeaderboardInput, 'cells'>> = {},
): LeaderboardInput {
  return {
    cells: finished,
    failed: [],
    notApplicable: [],
    definitions: { environments: [line, pull], algorithms: [rule, walker, ppo] },
    ...rest,
  }
}

/** A small matrix with something of everything: adapters, a failure, an exclusion, an older version. */
export function smallMatrix(): LeaderboardInput {
  const older = (descriptor: CellDescriptor): CellDescriptor => ({
    ...descriptor,
    algorithm: { ...descriptor.algorithm, version: 0 },
  })
  const adapters = [{ id: 'share-parameters', version: 1 }]
  return input(
    [
      ...cells(line, 'easy', rule, [0, 1, 2, 1, 1], { provenance: {} }),
      ...cells(line, 'easy', walker, [8, 9, 10, 9, 9], { provenance: {} }),
      ...cells(line, 'easy', ppo, [5, 6, 7, 5, 6], { provenance: { trainingSeconds: 12.25 } }),
      ...cells(line, 'hard', rule, [2, 2, 2, 2, 2], { provenance: {} }),
      ...cells(line, 'hard', walker, [4, 4, 4, 4, 4]),
      ...cells(line, 'hard', ppo, [3, 3, 3], { adapters, provenance: { trainingSeconds: 250 } }),
      ...cells(pull, 'k2', rule, [8, 7, 9, 8, 8], { provenance: {} }),
      ...cells(pull, 'k2', ppo, [4, 4, 3, 5, 4], { provenance: { trainingSeconds: 9 } }),
      ...cells(line, 'easy', ppo, [1, 1], { change: older }),
    ],
    {
      failed: [
        failedCell(
          toyDescriptor(line, 'hard', ppo, { adapters, seed: 3 }),
          'threw',
          'RangeError: <b>x</b> | y',
        ),
        failedCell(toyDescriptor(line, 'hard', ppo, { adapters, seed: 4 }), 'timed-out', 'after 60 s'),
      ],
      notApplicable: [
        { environment: 'game/pull', setting: 'k2', algorithm: 'toy/walker', reason: 'is made for toy/line' },
      ],
    },
  )
}

/** Policies that act through adapters play games as those do that need none, on either side of a match. */
import {
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  type Policy,
  type Requirement,
  type View,
  applicability,
  expertAlgorithm,
  policyAlgorithm,
} from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import { ADAPTERS } from '../../algos/src/adapters/index.ts'
import { duel } from '../../core/test/worlds/duel.ts'
import type { Catalogue } from '../src/catalogue.ts'
import { type Cell, planCell } from '../src/cells.ts'

import { playMatch } from '../src/match.ts'
import { planMatches } from '../src/matches.ts'

/** Two different digits, by the round, the bonus of the side and the round before. */
function digits(round: number, bonus: number, before: number): readonly [number, number] {
  const first = (round + bonus + 2 * before) % 3
  return [first, (first + 1 + (round % 2)) % 3]
}

function player(id: string, requires: Requirement, act: Policy['act']): AlgorithmDefinition {
  return policyAlgorithm({
    id,
    version: 1,
    family: 'test',
    summary: 'plays by a table',
    source: 'nowhere',
    requires,
    configuration: {},
    policy: () => ({ begin() {}, act, forget() {} }),
  }) as AlgorithmDefinition
}

/** Calls back for every row with what it observes. */
function eachRow({ observations, batch, spec }: View, visit: (i: number, seen: Float32Array) => void): void {
  const rows = batch * spec.agents
  const width = observations.length / rows
  for (let i = 0; i < rows; i++) visit(i, observations.subarray(i * width, (i + 1) * width))
}

const SIDE: Requirement = { sides: 1, protocol: 'episodic' }
const PLAYERS = [
  player('plain', { ...SIDE, agents: 'one', actions: ['multi-discrete'] }, (view, actions) =>
    eachRow(view, (i, [round, bonus]) => actions.set(digits(round, bonus, Math.max(0, round - 1)), 2 * i)),
  ),
  player('flat', { ...SIDE, agents: 'one', actions: ['discrete'], history: 2 }, (view, actions) =>
    eachRow(view, (i, [before, , round, bonus]) => {
      const [first, second] = digits(round, bonus, before)
      actions[i] = first * 3 + second
    }),
  ),
  player('turns', { ...SIDE, agents: 'team', actions: ['discrete'] }, (view, actions) =>
    eachRow(view, (i, [round, bonus]) => {
      const turn = view.active![i] === 1
      actions[i] = turn ? digits(round, bonus, Math.max(0, round - 1))[i % 2] : 0
    }),
  ),
]
const rival = expertAlgorithm({
  id: 'either',
  version: 1,
  family: 'test',
  summary: 'an expert',
  source: 'these tests',
  environments: [duel.id],
  expert: 'either',
}) as AlgorithmDefinition

const catalogue: Catalogue = {
  plugins: [],
  environments: new Map([[duel.id, duel as EnvironmentDefinition]]),
  algorithms: new Map([...PLAYERS, rival].map((algorithm) => [algorithm.id, algorithm])),
  adapters: new Map(ADAPTERS.map((adapter) => [adapter.id, adapter])),
  presets: new Map(),
}

function cellOf(algorithm: AlgorithmDefinition): Cell {
  const answer = applicability(duel.id, duel.describe(), algorithm.requires, ADAPTERS)
  const adapters = answer.kind === 'adapted' ? answer.adapters : []
  const evaluation = { episodes: 24, batch: 5, mode: 'greedy' } as const
  return planCell(
    { environment: duel as EnvironmentDefinition, name: 'small', setting: { parameters: {}, evaluation } },
    { algorithm, configuration: {}, adapters, seed: 3, budget: 0, backend: 'wasm' },
  )
}

const [plain, flat, turns] = PLAYERS.map(cellOf)
const either = cellOf(rival)

/** How the games of a match come out for the first player, and how long they are. */
async function outcomes(first: Cell, second: Cell): Promise<unknown> {
  const [match] = planMatches(catalogue, [first, second])
  const { result } = await playMatch(catalogue, { ...match, players: [first, second] }, [null, null])
  return [result.outcomes, result.truncated]
}

describe('a policy that acts through adapters', () => {
  it('is one of these', () => {
    const ids = (cell: Cell): string[] => cell.descriptor.adapters.map(({ id }) => id)
    expect(ids(plain)).toEqual(['opponent-pool'])
    expect(ids(flat)).toEqual(['opponent-pool', 'flatten-legal-pairs', 'history'])
    expect(ids(turns)).toEqual(['opponent-pool', 'slots-as-agents'])
  })

  it('plays as the other side of a game what it would play without them', async () => {
    const expected = await outcomes(either, plain)
    expect(new Set((expected as number[][])[0]).size).toBeGreaterThan(1)
    expect(await outcomes(either, flat)).toEqual(expected)
    expect(await outcomes(either, turns)).toEqual(expected)
  })

  it('is evaluated as it would be without them', async () => {
    const expected = await outcomes(plain, either)
    expect(await outcomes(flat, either)).toEqual(expected)
    expect(await outcomes(turns, either)).toEqual(expected)
  })

  it('plays against another one', async () => {
    const [expected] = (await outcomes(plain, plain)) as number[][]
    for (const [first, second] of [
      [flat, turns],
      [turns, flat],
      [flat, flat],
    ]) {
      const [got] = (await outcomes(first, second)) as number[][]
      expect(got).toEqual(expected)
    }
  })
})

import { describe, expect, it, test } from 'vitest'
import { checkEnvironment, reportText } from '../../src/check/index.ts'
import type { EnvironmentDefinition } from '../../src/definition.ts'
import type { Environment } from '../../src/environment.ts'
import { namedOpponents, playAgainst, policyPlayer, sideSpec } from '../../src/games/index.ts'
import { uniformPolicy } from '../../src/policy.ts'
import { Seed } from '../../src/random/seed.ts'
import type { EnvironmentSpec } from '../../src/spec.ts'
import { duel, nim } from '../worlds/index.ts'

const ALL = ['either', 'random', 'high']

/** A game against its opponents as an environment of one side. */
function against<P extends object>(game: EnvironmentDefinition<P>, opponents: readonly string[]) {
  const definition = game as unknown as EnvironmentDefinition
  const own = (spec: EnvironmentSpec): EnvironmentSpec => sideSpec({ ...spec, opponents })!
  return {
    ...definition,
    describe: (parameters?: object) => own(definition.describe(parameters)),
    make: async (parameters?: object, batch?: number) => {
      const made = await definition.make(parameters, batch)
      return playAgainst(made, namedOpponents(opponents, made.spec))
    },
  }
}

test.each([
  ['of turns', against(nim, ['random']), {}],
  ['of teams', against(duel, ALL), { team: 2 }],
] as const)('a game %s, seen from one side, can be saved and restored', async (_, seen, parameters) => {
  const report = await checkEnvironment(seen, { parameters, only: ['snapshot', 'spec', 'instance'] })
  expect(report.passed, reportText(report)).toBe(true)
  const passed = report.checks.filter(({ status }) => status === 'passed').map(({ id }) => id)
  expect(passed).toEqual(expect.arrayContaining(['snapshot/cloned', 'snapshot/simulator', 'snapshot/noise']))
})

describe('a snapshot of a game', () => {
  const seed = Seed.from(3)
  const seated = async (game: EnvironmentDefinition, names: readonly string[]): Promise<Environment> => {
    const made = await game.make({}, 2)
    const seen = playAgainst(made, namedOpponents(names, made.spec))
    seen.reset(seed)
    return seen
  }

  it('is refused where others play, and where the game was seen without them', async () => {
    const game = duel as unknown as EnvironmentDefinition
    const [three, one] = [await seated(game, ALL), await seated(game, ['high'])]
    const whole = await game.make({}, 2)
    whole.reset(seed)
    expect(() => one.snapshot!.restore(0, three.snapshot!.save(0))).toThrow('against 1 opponents')
    expect(() => one.snapshot!.restore(0, whole.snapshot!.save(0))).toThrow('against 1 opponents')
    expect(() => whole.snapshot!.restore(0, one.snapshot!.save(0))).toThrow('snapshot')
  })

  it('is none where somebody remembers what cannot be saved', async () => {
    const spec = { ...duel.describe(), opponents: ['either'] }
    const silent = { ...spec, experts: spec.experts!.map(({ savable: __, ...expert }) => expert) }
    expect(sideSpec(spec)!.faces).toContain('snapshot')
    expect(sideSpec(silent)!.missingFaces).toMatchObject({
      snapshot: expect.stringContaining('cannot be saved'),
    })
    const game = await duel.make({}, 2)
    expect(playAgainst(game, namedOpponents(['either'], silent)).snapshot).toBeUndefined()
    const { memory: _, ...forgetful } = uniformPolicy()
    const seen = playAgainst(game, [(seat) => policyPlayer(forgetful, seat.game, 'sample')])
    expect([seen.snapshot, seen.spec.faces]).toEqual([undefined, ['instance', 'expert', 'maskAfter']])
  })
})

import { describe, expect, it } from 'vitest'
import { applicability } from '../../src/applicability.ts'
import { expertAlgorithm } from '../../src/algorithm.ts'
import type { Environment } from '../../src/environment.ts'
import {
  namedOpponents,
  opponentNames,
  playAgainst,
  policyPlayer,
  type Seat,
  sideSpec,
} from '../../src/games/index.ts'
import { type Policy, uniformPolicy } from '../../src/policy.ts'
import { Seed } from '../../src/random/seed.ts'
import { type ActionArray, allocateActions, discrete } from '../../src/spaces.ts'
import { createEnvironment } from '../../src/shell.ts'
import { checkSpec } from '../../src/spec.ts'
import { duel, nim } from '../worlds/index.ts'
import { toySpec } from '../worlds/toy.ts'

const seed = Seed.from(7)

/** Plays some steps with uniform play in the environment's own seat; calls `look` after each. */
function wander(environment: Environment, steps: number, look: (t: number) => void): void {
  const policy = uniformPolicy()
  const actions = allocateActions(environment.spec.action, environment.batch * environment.spec.agents)
  environment.reset(seed)
  policy.begin(environment, seed)
  for (let t = 0; t < steps; t++) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    look(t)
  }
}

/** Nim as it should be played: leave a multiple of four. */
const perfect: Policy = {
  begin() {},
  act(view, actions) {
    for (let i = 0; i < view.batch * view.spec.agents; i++) {
      const [stones, moves] = [view.observations[2 * i], view.observations[2 * i + 1]]
      actions[i] = moves === 0 ? 0 : Math.min(stones, stones % 4 === 0 ? 1 : stones % 4)
    }
  },
}

describe('the spec of one side', () => {
  it('is that of an environment of its own', () => {
    for (const game of [nim.describe(), duel.describe(), duel.describe({ team: 2 })]) {
      const side = sideSpec(game)!
      checkSpec(side, 'one side')
      expect(side).toMatchObject({ sides: 1, agents: game.agents / 2, activity: false, score: 'win_rate' })
      expect(side.metrics.map(({ name }) => name)).not.toContain(game.score)
    }
    expect(sideSpec(duel.describe())!.metrics.map(({ name }) => name)).toEqual([
      'win_rate',
      'truncated',
      'draws',
    ])
  })

  it('is none where the sides differ in size, or there is nobody to play against', () => {
    expect(sideSpec({ ...nim.describe(), agents: 3, sideOf: [0, 1, 1] })).toBeUndefined()
    expect(sideSpec({ ...nim.describe(), sides: 1 })).toBeUndefined()
  })

  it('names the opponents: every honest expert and random play, or those of the spec', () => {
    expect(opponentNames(duel.describe())).toEqual(['high', 'either', 'random'])
    expect(opponentNames({ ...duel.describe(), opponents: ['high'] })).toEqual(['high'])
    const check =
      (opponents: string[], sides = 2) =>
      () =>
        checkSpec({ ...duel.describe(), sides, opponents }, 'x')
    expect(check(['low'])).toThrow('opponent low is none of high, either, cheat, random')
    expect(check(['high', 'high'])).toThrow('names high twice')
    expect(check([])).toThrow('opponents are none')
    expect(check(['high'], 1)).toThrow('names opponents, who need 2 sides')
    expect(() => namedOpponents(['low'], duel.describe())).toThrow('got opponent low, expected one of high')
  })
})

it('says what sides are dealt by two metrics without a direction, which a side alone leaves out', () => {
  const metric = { unit: '', direction: 'neither', description: 'what a side holds' } as const
  const metrics = [...duel.describe().metrics, { name: 'one', ...metric }, { name: 'other', ...metric }]
  const spec = { ...duel.describe(), metrics, dealt: ['one', 'other'] as const }
  const check = (change: object) => () => checkSpec({ ...spec, ...change }, 'x')
  expect(check({})).not.toThrow()
  expect(check({ sides: 1 })).toThrow('says what was dealt, which needs 2 sides')
  expect(check({ dealt: ['one', 'one'] })).toThrow('dealt names one twice')
  expect(check({ dealt: ['one', 'cards'] })).toThrow(
    'dealt names cards, expected metrics without a direction',
  )
  expect(check({ dealt: ['one', spec.score] })).toThrow('expected metrics without a direction')
  expect(check({ dealt: ['one'] })).toThrow('dealt')
  expect(sideSpec(spec)!.dealt).toBeUndefined()
  expect(sideSpec(spec)!.metrics).toEqual(sideSpec({ ...duel.describe(), metrics })!.metrics)
})

describe('a game played from one side', () => {
  it('shows the rows of that side, and pays what that side is paid', async () => {
    const game = await duel.make({ team: 2 }, 6)
    const view = playAgainst(game, namedOpponents(['random'], game.spec))
    const sides = new Set<number>()
    let ended = 0
    wander(view, 12, () => {
      for (let w = 0; w < 6; w++) {
        if (view.ended[w] === 1) {
          ended++
          const own = view.returns[2 * w]
          expect(view.returns[2 * w + 1]).toBe(own)
          expect(Math.abs(own)).toBe(Math.abs(game.returns[4 * w]))
          expect(view.metrics[3 * w]).toBe(own > 0 ? 1 : own < 0 ? 0 : 0.5)
          expect(view.metrics[3 * w + 2]).toBe(game.metrics[2 * w + 1])
          expect(view.metrics[3 * w + 1]).toBe(1)
          sides.add(own === game.returns[4 * w] ? 0 : 1)
        }
        const row = [0, 1].map((a) =>
          Array.from(view.observations.subarray(2 * (2 * w + a), 2 * (2 * w + a) + 2)),
        )
        expect(row[0]).toEqual(row[1])
        expect(
          [0, 1].map((i) => Array.from(game.observations.subarray(2 * (4 * w + i), 2 * (4 * w + i) + 2))),
        ).toContainEqual(row[0])
      }
    })
    expect(ended).toBe(24)
    expect(sides).toEqual(new Set([0, 1]))
  })

  it('a finished game is paid to the side that played it, though the next is played on the other', async () => {
    const game = await nim.make({}, 2)
    const cast = (w: number, episode: number) => ({ side: (w + episode) % 2, opponent: 0 })
    const view = playAgainst(game, namedOpponents(['random'], game.spec), { cast })
    const played = [0, 0]
    wander(view, 60, () => {
      for (let w = 0; w < 2; w++) {
        if (view.ended[w] === 0) continue
        const side = (w + played[w]++) % 2
        expect(view.rewards[w]).toBe(game.rewards[2 * w + side])
        expect(view.finalObservations.slice(2 * w, 2 * w + 2)).toEqual(
          game.finalObservations.slice(2 * (2 * w + side), 2 * (2 * w + side) + 2),
        )
        const next = 2 * w + (1 - side)
        expect(view.observations.slice(2 * w, 2 * w + 2)).toEqual(
          game.observations.slice(2 * next, 2 * next + 2),
        )
        expect(view.actionMask!.slice(4 * w, 4 * w + 4)).toEqual(
          game.actionMask!.slice(4 * next, 4 * next + 4),
        )
      }
    })
    expect(Math.min(...played)).toBeGreaterThan(2)
  })

  it('a player that sees the whole game plays its side of it, and finds the other not active', async () => {
    const game = await nim.make({}, 4)
    const view = playAgainst(game, namedOpponents(['random'], game.spec), { sees: 'game' })
    const actions = new Int32Array(8)
    let [won, ended] = [0, 0]
    view.reset(seed)
    for (let t = 0; t < 200; t++) {
      perfect.act(view, actions, 'greedy')
      for (let w = 0; w < 4; w++) expect(view.active![2 * w] + view.active![2 * w + 1]).toBeLessThan(2)
      view.step(actions)
      for (let w = 0; w < 4; w++) {
        if (view.ended[w] === 0) continue
        ended++
        won += view.metrics[2 * w]
      }
    }
    expect(ended).toBeGreaterThan(50)
    expect(won / ended).toBeGreaterThan(0.85)
  })

  it('an episode depends on its instance alone: not on other worlds, on what was played before, or on the batch', async () => {
    const traces = async (batch: number, skip: number): Promise<number[]> => {
      const game = await duel.make({}, batch)
      const view = playAgainst(game, namedOpponents(['either', 'random', 'high'], game.spec))
      const actions = new Int32Array(2 * batch)
      const fixed = (): ActionArray => actions.map((_, k) => (k % 2 === 0 ? 2 : 0))
      const instance = { key: seed.fold('one') }
      view.reset(seed)
      for (let t = 0; t < skip; t++) view.step(fixed())
      view.instance!.restart(batch - 1, instance)
      expect(view.instance!.current(batch - 1)).toEqual(instance)
      const rewards: number[] = []
      for (let t = 0; t < 3; t++) {
        rewards.push(view.observations[2 * batch - 1])
        view.step(fixed())
        rewards.push(view.rewards[batch - 1])
      }
      return rewards
    }
    const once = await traces(1, 0)
    expect(await traces(1, 4)).toEqual(once)
    expect(await traces(5, 2)).toEqual(once)
  })

  it('offers the experts of the game for its side, and their masks of later factors', async () => {
    const game = await duel.make({ team: 2 }, 3)
    const view = playAgainst(game, namedOpponents(['random'], game.spec))
    const expert = expertAlgorithm({
      id: 'toy/high',
      version: 1,
      family: 'toys',
      summary: 'high',
      source: 'these tests',
      expert: 'high',
      environments: ['toy/duel'],
    })
    const { policy } = await expert.create({ spec: view.spec, seed, backend: 'wasm' })
    view.reset(seed)
    policy.begin(view, seed)
    const actions = new Int32Array(12)
    policy.act(view, actions, 'sample')
    expect(Array.from(actions)).toEqual(Array.from({ length: 12 }, (_, k) => (k % 2 === 0 ? 2 : 1)))
    const mask = new Uint8Array(18)
    view.maskAfter!.maskAfter(1, actions, mask)
    expect(Array.from(mask)).toEqual(Array.from({ length: 18 }, (_, k) => (k % 3 === 2 ? 0 : 1)))
  })

  it('asks an opponent that notices new episodes by itself at every step, and others only where they sit', async () => {
    const game = await nim.make({}, 1)
    const asked = [0, 0]
    const counting = (k: number, forget: boolean): Policy => ({
      begin() {},
      act(view, actions, mode) {
        asked[k]++
        perfect.act(view, actions, mode)
      },
      ...(forget && { forget() {} }),
    })
    const opponents = [false, true].map(
      (forget, k) => (seat: Seat) => policyPlayer(counting(k, forget), seat.game, 'sample'),
    )
    const view = playAgainst(game, opponents, { cast: () => ({ side: 0, opponent: 0 }) })
    wander(view, 20, () => {})
    expect(asked).toEqual([20, 0])
    const other = playAgainst(game, opponents, { cast: () => ({ side: 0, opponent: 1 }) })
    wander(other, 20, () => {})
    expect(asked).toEqual([40, 20])
  })

  it('may be of sides that differ in size, for players that see the whole game', () => {
    const spec = toySpec({
      agents: 3,
      action: discrete(5),
      horizon: 1,
      sides: 2,
      sideOf: [0, 1, 1],
      rewardStructure: 'individual',
      rewardRange: [0, 4],
    })
    const seen: number[][] = []
    const game = createEnvironment('toy/three', spec, 2, ({ observations, rewards }) => ({
      rules: {
        start() {},
        step(actions) {
          seen.push(Array.from(actions))
          for (let i = 0; i < 6; i++) rewards[i] = actions[i]
        },
        observe: (from, to) => void observations.fill(0, 3 * from, 3 * to),
        measure: (_, metrics, offset) => void (metrics[offset] = 0),
        save: () => 0,
        load() {},
        renderText: () => '',
        renderSvg: () => '',
      },
    }))
    const always = (choice: number): Policy => ({
      begin() {},
      act: (_, actions) => void actions.fill(choice),
    })
    const view = playAgainst(game, [(seat) => policyPlayer(always(1), seat.game, 'sample')], {
      sees: 'game',
      cast: (w, episode) => ({ side: (w + episode) % 2, opponent: 0 }),
    })
    view.reset(seed)
    expect(Array.from(view.active!)).toEqual([1, 0, 0, 0, 1, 1])
    view.step(new Int32Array(6).fill(3))
    view.step(new Int32Array(6).fill(2))
    expect(seen).toEqual([
      [3, 1, 1, 1, 3, 3],
      [1, 2, 2, 2, 1, 1],
    ])
    // 1 against 2 and 2 in world 0, 2 against 1 and 1 in world 1: a win and a tie.
    expect([view.metrics[0], view.metrics[2]]).toEqual([1, 0.5])
  })

  it('refuses what cannot be played', async () => {
    const game = await nim.make({}, 1)
    const { instance: _, ...without } = game
    const opponents = namedOpponents(['random'], game.spec)
    expect(() => playAgainst(without, opponents)).toThrow('without the instance face')
    const lame = { ...game, spec: { ...game.spec, sides: 1 } }
    expect(() => playAgainst(lame, opponents)).toThrow('a side that cannot stand alone')
    const seats: Environment[] = []
    playAgainst(game, [(seat) => (seats.push(seat.game), policyPlayer(perfect, seat.game, 'sample'))])
    expect(() => seats[0].reset(seed)).toThrow('one side cannot reset the game')
  })

  it('is native where a policy knows both sides', () => {
    expect(applicability('x/y', nim.describe(), {}).kind).toBe('runs')
    expect(applicability('x/y', sideSpec(nim.describe())!, { agents: 'one', sides: 1 }).kind).toBe('runs')
  })
})

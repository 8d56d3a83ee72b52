import { type Environment, Seed, allocateActions, resolveParameters } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { type NetworkExpert, makeProblem } from '../../src/network/network-environment.ts'
import { type BeerGameParameters, beerGame, beerGameNetwork } from '../../src/problems/beer-game.ts'
import { stermanPolicy } from '../../src/problems/beer-game-experts.ts'
import { assembleProblem } from '../../src/problems/common-parameters.ts'

/** Plays a game by what each stage writes in week t, from 1; returns the costs of the weeks. */
function play(game: Environment, weeks: number, ordersOf: (week: number) => readonly number[]): number[] {
  const actions = allocateActions(game.spec.action, game.spec.agents)
  game.reset(Seed.from(0))
  return Array.from({ length: weeks }, (_, t) => {
    actions.set(ordersOf(t + 1))
    game.step(actions)
    return -game.rewards[0]
  })
}

/** Orders of one stage in the weeks given, from the first on; the last of them for ever. */
const at = (orders: readonly number[], week: number): number => orders[Math.min(week, orders.length) - 1]

describe('a game on the board, week by week (Sterman 1989, section 2: receive, fill, record, order)', () => {
  test('nothing moves as long as everybody orders 4', async () => {
    const costs = play(await beerGame.make(), 4, () => [4, 4, 4, 4])
    // 12 units at four stages.
    expect(costs).toEqual([24, 24, 24, 24])
  })

  test('orders passed on as they come reach each stage two weeks later', async () => {
    // Customers take 8 from week 5. What a stage is asked in week t it writes at its end, and it counts from t + 1:
    // the wholesaler fills the retailer's 8 in week 7, the distributor in week 9, the factory in week 11.
    const orders = [
      [4, 4, 4, 4, 4, 8],
      [4, 4, 4, 4, 4, 4, 4, 8],
      [4, 4, 4, 4, 4, 4, 4, 4, 4, 8],
      [4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 8],
    ]
    const costs = play(await beerGame.make(), 16, (week) => orders.map((own) => at(own, week)))
    // By hand, as stocks at the end of each week (below 0 owed), retailer, wholesaler, distributor, factory. From week 10
    // on the wholesaler ships 4 of the 8 it is asked for, so that the retailer falls behind again in week 12, and so on.
    const stocks = [
      [12, 12, 12, 12], [12, 12, 12, 12], [12, 12, 12, 12], [12, 12, 12, 12],
      [8, 12, 12, 12], [4, 12, 12, 12], [0, 8, 12, 12], [-4, 4, 12, 12],
      [-4, 0, 8, 12], [-4, -4, 4, 12], [-4, -4, 0, 8], [-8, -4, -4, 4],
      [-8, -4, -4, 0], [-8, -8, -4, 0], [-8, -8, -4, 0], [-12, -8, -4, 0],
    ] // prettier-ignore
    const costOf = (stock: number): number => (stock < 0 ? -stock : stock / 2)
    expect(costs).toEqual(stocks.map((week) => week.reduce((sum, stock) => sum + costOf(stock), 0)))
  })

  test('the published benchmark: 204, where players order 4 until week 4, then by the best anchoring', () => {
    // Sterman 1989, table 2: retailer 46, wholesaler 50, distributor 54, factory 54.
    const { parameters, problem } = classic()
    const players = [28, 28, 28, 20].map((desired) => ({ theta: 0, alpha: 1, beta: 1, desired }))
    const game = makeProblem(problem, [expert], 1)
    const policy = stermanPolicy(problem, players, parameters.flow)
    const actions = allocateActions(game.spec.action, 1)
    game.reset(Seed.from(0))
    policy.begin(game, Seed.from(0))
    for (let week = 1; week <= 36; week++) {
      policy.act(game, actions, 'sample')
      // The slip on the board and those of weeks 1 to 4.
      if (week <= 5) actions.fill(4)
      game.step(actions)
    }
    expect(game.metrics[game.spec.metrics.findIndex(({ name }) => name === 'total_cost')]).toBe(204)
  })
})

test('expected orders are smoothed from what stages were asked, customers and others alike', () => {
  const { parameters, problem } = classic()
  const players = problem.network.edges.map(() => ({ theta: 0.5, alpha: 0, beta: 0, desired: 0 }))
  const game = makeProblem(problem, [expert], 1)
  const policy = stermanPolicy(problem, players, parameters.flow)
  const actions = allocateActions(game.spec.action, 1)
  game.reset(Seed.from(0))
  policy.begin(game, Seed.from(0))
  const written: number[][] = []
  for (let week = 1; week <= 8; week++) {
    policy.act(game, actions, 'sample')
    written.push([...(actions as Float32Array)])
    game.step(actions)
  }
  // Of the 8 of weeks 5, 6 and 7: 6, 7, 7.5. The wholesaler is asked the retailer's 6 in week 7: (6 + 4) / 2.
  expect(written.slice(4)).toEqual([
    [4, 4, 4, 4],
    [6, 4, 4, 4],
    [7, 4, 4, 4],
    [7.5, 5, 4, 4],
  ])
})

describe('each stage for itself', () => {
  test('the same game as under one controller, for the same orders', async () => {
    const ordersOf = (week: number): number[] => [week % 9, (2 * week) % 7, (3 * week) % 11, week % 5]
    const given: Partial<BeerGameParameters> = { demand: 'poisson', means: [5] }
    const [central, alone] = await Promise.all([
      beerGame.make(given),
      beerGame.make({ ...given, control: 'nodes' }),
    ])
    expect(play(alone, 30, ordersOf)).toEqual(play(central, 30, ordersOf))
    expect(new Set(alone.rewards).size, 'one reward for all').toBe(1)
  })

  test('a stage sees its own stock, shipments, orders and debts, and what it was asked', async () => {
    const game = await beerGame.make({ control: 'nodes' })
    play(game, 7, (week) => [week, 10 + week, 3, 4])
    const width = game.spec.observation.shape[0]
    const rows = Array.from({ length: 4 }, (_, a) => [
      ...game.observations.subarray(a * width, (a + 1) * width),
    ])
    // Stock and the next arrival; the order on its way; what is owed to it, and by it; what was asked in week 7.
    // The retailer has shipped 4 four times and 8 thrice, and received 4, 4, then 4 and its orders of weeks 1 to 5.
    expect(rows[0]).toEqual([12 + 4 + 4 + 4 + 1 + 2 + 3 + 4 + 5 - 40, 6, 7, 0, 0, 8])
    // The wholesaler was asked the retailer's order of week 6, and owes nothing.
    expect(rows[1].slice(2)).toEqual([17, expect.any(Number), 0, 6])
    // The factory's orders do not travel, and nobody owes it anything.
    expect(rows[3].slice(2, 4)).toEqual([0, 0])
    expect(rows[3][5]).toBe(3)
  })
})

const expert: NetworkExpert = {
  name: 'nothing',
  description: 'orders nothing',
  seesHiddenState: false,
  source: 'this test',
  create: () => ({ begin() {}, act: (_, actions) => void actions.fill(0) }),
}

function classic(): { parameters: BeerGameParameters; problem: ReturnType<typeof assembleProblem> } {
  const parameters = resolveParameters<BeerGameParameters>(beerGame.parameters, {}, 'beer game')
  const rules = { network: beerGameNetwork(parameters), finite: true, scored: 'total' } as const
  return { parameters, problem: assembleProblem('beer game', parameters, rules) }
}

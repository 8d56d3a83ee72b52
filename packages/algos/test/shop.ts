/** A shop so small that its best orders are known: `shop`, an environment with a post-decision state; `BEST_ORDERS`. */
import {
  type Environment,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type Stream,
  createEnvironment,
  defineEnvironment,
  discrete,
  flatArray,
  integer,
} from '@gauntlet/core'

interface ShopParameters {
  readonly horizon: number
}

const CAPACITY = 3
const LEVELS = CAPACITY + 1
const ORDER_COST = 0.6
const UNIT_COST = 0.1
const HOLDING_COST = 0.3

/** By stock, for γ = 0.9, by value iteration; the next best order is worth at least 0.16 less. */
export const BEST_ORDERS: readonly number[] = [2, 0, 0, 0]

const costOf = (order: number): number => (order > 0 ? ORDER_COST : 0) + UNIT_COST * order

function describeShop({ horizon }: ShopParameters): EnvironmentSpec {
  return {
    agents: 1,
    observation: flatArray('stock', LEVELS, 0, 1),
    postDecision: flatArray('stock and order', LEVELS, 0, 1),
    action: discrete(LEVELS),
    masked: true,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [-ORDER_COST - CAPACITY * (UNIT_COST + HOLDING_COST), 2],
    metrics: [{ name: 'profit', unit: '', direction: 'maximise', description: 'Sales less costs' }],
    score: 'profit',
    faces: ['snapshot', 'instance', 'postDecision'],
    missingFaces: { expert: 'the best orders are known' },
    engine: 'own',
  }
}

/**
 * Orders arrive at once, up to 3 units of stock: the post-decision state. Then 0, 1 or 2 units are asked for, with
 * probabilities ¼, ½ and ¼; one sold pays 1, one kept costs 0.3, one ordered 0.1 and an order 0.6. Stock is seen one-hot.
 */
export const shop: EnvironmentDefinition<ShopParameters> = defineEnvironment<ShopParameters>({
  id: 'test/shop',
  version: 1,
  summary: 'Restocks a shop',
  source: 'Made up',
  parameters: { horizon: integer({ description: 'Steps', unit: 'steps', default: 20, minimum: 1 }) },
  settings: {},
  describe: describeShop,
  make: (parameters, batch) => makeShop(parameters, batch),
})

function makeShop(parameters: ShopParameters, batch: number): Environment {
  return createEnvironment('test/shop', describeShop(parameters), batch, (buffers) => {
    const stock = new Int32Array(batch)
    const streams: Stream[] = []
    return {
      faces: {
        postDecision: {
          observe(orders, out) {
            out.fill(0)
            for (let w = 0; w < batch; w++) out[w * LEVELS + stock[w] + orders[w]] = 1
          },
          rewards(orders, out) {
            for (let w = 0; w < batch; w++) out[w] = -costOf(orders[w])
          },
        },
      },
      rules: {
        start(w, { key }) {
          streams[w] = key.stream()
          stock[w] = streams[w].integer(LEVELS)
        },
        step(orders) {
          for (let w = 0; w < batch; w++) {
            const demand = streams[w].integer(2) + streams[w].integer(2)
            const sold = Math.min(demand, stock[w] + orders[w])
            stock[w] += orders[w] - sold
            buffers.rewards[w] = sold - costOf(orders[w]) - HOLDING_COST * stock[w]
          }
        },
        observe(from, to) {
          const { observations, actionMask } = buffers
          for (let i = from * LEVELS; i < to * LEVELS; i++) {
            const [w, level] = [Math.floor(i / LEVELS), i % LEVELS]
            observations[i] = level === stock[w] ? 1 : 0
            actionMask![i] = stock[w] + level <= CAPACITY ? 1 : 0
          }
        },
        measure(w, metrics, offset) {
          metrics[offset] = buffers.returns[w]
        },
        renderText: (w) => `stock ${stock[w]}`,
        renderSvg: (w) => `<svg xmlns="http://www.w3.org/2000/svg"><text>${stock[w]}</text></svg>`,
        save(w) {
          const stream = new Uint32Array(4)
          streams[w].save(stream)
          return { stock: stock[w], stream }
        },
        load(w, content) {
          const saved = content as { readonly stock: number; readonly stream: Uint32Array }
          stock[w] = saved.stock
          streams[w].load(saved.stream)
        },
      },
    }
  })
}

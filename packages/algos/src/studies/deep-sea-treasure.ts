/** `toy/deep-sea-treasure`: a submarine between greater treasures and shorter trips; the standard task of two objectives. */
import {
  type ActionArray,
  type Buffers,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type KnownScores,
  type Rules,
  type Setting,
  choice,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertFace,
  layout,
  number,
  perWorld,
} from '@gauntlet/core'
import { studySpec } from './study-spec.ts'

type Treasures = 'convex' | 'concave'

export interface DeepSeaTreasureParameters {
  readonly treasures: Treasures
  readonly weight: number
}

/** The sea is as wide as it is deep. */
const SIZE = 11
/** The row of the sea's floor, where the treasure lies, in each column; in the last column there is none. */
const FLOOR = [1, 2, 3, 4, 4, 4, 7, 7, 9, 10, 10]
const VALUES: Readonly<Record<Treasures, readonly number[]>> = {
  convex: [0.7, 8.2, 11.5, 14, 15.1, 16.1, 19.6, 20.3, 22.4, 23.7],
  concave: [1, 2, 3, 5, 8, 16, 24, 50, 74, 124],
}
const HORIZON = 100
const WIDTH = 2 * SIZE
const [UP, DOWN, LEFT, RIGHT] = [0, 1, 2, 3]

const ID = 'toy/deep-sea-treasure'

/**
 * From the upper left corner of the sea a step goes one cell up, down, left or right, or nowhere where the border or the
 * floor is in the way. Rewards are two: the treasure of the cell, which ends the episode, and −1 for the time. Cut off after
 * 100 steps.
 *
 * Scored by weight × treasure − (1 − weight) × time. Weights reach every point of the convex front; of the concave one only
 * both ends, whatever they are.
 *
 * Shapes: observations [22], row and column of the submarine, both one-hot; rewards [batch, 1, 2].
 * Source: Vamplew et al. 2011 (concave); Yang, Sun and Narasimhan 2019 (convex); MO-Gymnasium's deep-sea-treasure-v0. Differs:
 * there the place is two numbers.
 */
export const deepSeaTreasure: EnvironmentDefinition<DeepSeaTreasureParameters> =
  defineEnvironment<DeepSeaTreasureParameters>({
    id: ID,
    version: 1,
    summary: 'Treasure against time: two objectives whose front is known',
    source: 'Vamplew et al. 2011; Yang, Sun and Narasimhan 2019',
    parameters: {
      treasures: choice({
        default: 'convex',
        options: ['convex', 'concave'],
        description: 'Values of the treasures, by the shape of their front',
      }),
      weight: number({
        default: 0.5,
        minimum: 0,
        maximum: 1,
        description: 'Weight of the treasure in the score; that of the time is what it leaves of 1',
      }),
    },
    settings: { convex: setting('convex', 0.5), concave: setting('concave', 0.5) },
    describe,
    make: (parameters, batch) => {
      const spec = describe(parameters)
      const target = bestColumn(parameters)
      return createEnvironment(ID, spec, batch, (buffers) => {
        const rules = new DeepSeaTreasureRules(buffers, parameters)
        const dive = (w: number, actions: ActionArray): void => {
          actions[w] = rules.isAt(w, target) ? DOWN : RIGHT
        }
        return { rules, faces: { expert: expertFace(ID, spec, () => perWorld(dive)) } }
      })
    },
    known,
  })

function setting(treasures: Treasures, weight: number): Setting<DeepSeaTreasureParameters> {
  return {
    description: `The ${treasures} front, treasure and time weighed alike`,
    parameters: { treasures, weight },
    ...known({ treasures, weight }),
    evaluation: { episodes: 100, batch: 10, mode: 'greedy' },
  }
}

/** The returns that no other ones beat in both, from the shortest trip to the longest: [treasure, −time] each. */
export function treasureFront(treasures: Treasures): readonly (readonly [treasure: number, time: number])[] {
  return VALUES[treasures].map((value, column) => [value, -(column + FLOOR[column])])
}

function utility(weight: number, treasure: number, time: number): number {
  return weight * treasure + (1 - weight) * time
}

/** The column of the treasure that is best by the weight; the first of equal ones. */
function bestColumn({ treasures, weight }: DeepSeaTreasureParameters): number {
  const scores = treasureFront(treasures).map(([treasure, time]) => utility(weight, treasure, time))
  return scores.indexOf(Math.max(...scores))
}

function known(parameters: DeepSeaTreasureParameters): KnownScores {
  const { treasures, weight } = parameters
  const [treasure, time] = treasureFront(treasures)[bestColumn(parameters)]
  const walk = randomWalk(treasures)
  return {
    references: {
      random: {
        score: utility(weight, walk[0], walk[1]),
        source: 'exact: a random walk, summed over all places and steps',
      },
      best: { score: utility(weight, treasure, time), source: 'exact: the best point of the front' },
    },
  }
}

/** The expected returns of the uniform policy. */
function randomWalk(treasures: Treasures): [treasure: number, time: number] {
  const returns: [number, number] = [0, 0]
  let at = new Float64Array(SIZE * SIZE)
  at[0] = 1
  for (let t = 0; t < HORIZON; t++) {
    const next = new Float64Array(SIZE * SIZE)
    for (const [cell, chance] of at.entries()) {
      if (chance === 0) continue
      returns[1] -= chance
      for (const action of [UP, DOWN, LEFT, RIGHT]) {
        const to = moved(cell, action)
        const value = treasureAt(treasures, to)
        if (value > 0) returns[0] += (chance / 4) * value
        else next[to] += chance / 4
      }
    }
    at = next
  }
  return returns
}

/** Where an action leads from a cell, row × 11 + column. */
function moved(cell: number, action: number): number {
  const row = Math.floor(cell / SIZE) + (action === DOWN ? 1 : action === UP ? -1 : 0)
  const column = (cell % SIZE) + (action === RIGHT ? 1 : action === LEFT ? -1 : 0)
  const free = row >= 0 && column >= 0 && column < SIZE && row <= FLOOR[column]
  return free ? row * SIZE + column : cell
}

/** The value of the treasure in a cell; 0 where there is none. */
function treasureAt(treasures: Treasures, cell: number): number {
  const column = cell % SIZE
  return Math.floor(cell / SIZE) === FLOOR[column] && column < SIZE - 1 ? VALUES[treasures][column] : 0
}

function describe({ treasures }: DeepSeaTreasureParameters): EnvironmentSpec {
  return studySpec({
    observation: {
      shape: [WIDTH],
      low: 0,
      high: 1,
      layout: layout(
        { name: 'row', shape: [SIZE], axis: 'flat', kind: 'real', unit: 'one-hot' },
        { name: 'column', shape: [SIZE], axis: 'flat', kind: 'real', unit: 'one-hot' },
      ),
    },
    action: discrete(4, ['up', 'down', 'left', 'right']),
    objectives: 2,
    horizon: HORIZON,
    rewardRange: [-1, VALUES[treasures][SIZE - 2]],
    metrics: [
      {
        name: 'utility',
        unit: '',
        direction: 'maximise',
        description: 'Weight × treasure − (1 − weight) × time',
      },
      { name: 'treasure', unit: '', direction: 'maximise', description: 'Value of the treasure found' },
      { name: 'time', unit: 'steps', direction: 'minimise', description: 'Steps taken' },
    ],
    score: 'utility',
    experts: [
      {
        name: 'dive',
        description: 'goes to the treasure that is best by the weight',
        seesHiddenState: false,
        source: 'the optimum',
      },
    ],
  })
}

class DeepSeaTreasureRules implements Rules {
  private readonly buffers: Buffers
  private readonly parameters: DeepSeaTreasureParameters
  /** [batch]: row × 11 + column */
  private readonly cells: Int32Array

  constructor(buffers: Buffers, parameters: DeepSeaTreasureParameters) {
    this.buffers = buffers
    this.parameters = parameters
    this.cells = new Int32Array(buffers.batch)
  }

  start(w: number): void {
    this.cells[w] = 0
  }

  step(actions: ActionArray): void {
    const { cells } = this
    const { treasures } = this.parameters
    const { batch, rewards, terminated } = this.buffers
    for (let w = 0; w < batch; w++) {
      cells[w] = moved(cells[w], actions[w])
      const value = treasureAt(treasures, cells[w])
      rewards[2 * w] = value
      rewards[2 * w + 1] = -1
      terminated[w] = value > 0 ? 1 : 0
    }
  }

  /** Whether world `w`'s submarine is in a column. */
  isAt(w: number, column: number): boolean {
    return this.cells[w] % SIZE === column
  }

  observe(from: number, to: number): void {
    const { observations } = this.buffers
    observations.fill(0, from * WIDTH, to * WIDTH)
    for (let w = from; w < to; w++) {
      observations[w * WIDTH + Math.floor(this.cells[w] / SIZE)] = 1
      observations[w * WIDTH + SIZE + (this.cells[w] % SIZE)] = 1
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const { returns } = this.buffers
    metrics[offset] = utility(this.parameters.weight, returns[2 * w], returns[2 * w + 1])
    metrics[offset + 1] = returns[2 * w]
    metrics[offset + 2] = -returns[2 * w + 1]
  }

  renderText(w: number): string {
    const { treasures } = this.parameters
    const rows = Array.from({ length: SIZE }, (_, row) =>
      FLOOR.map((floor, column) => {
        const cell = row * SIZE + column
        if (cell === this.cells[w]) return '@'
        if (row > floor) return '#'
        return treasureAt(treasures, cell) > 0 ? '$' : '.'
      }).join(''),
    )
    return rows.join('\n')
  }

  renderSvg(w: number): string {
    const columns = FLOOR.map((floor, column) => {
      const value = VALUES[this.parameters.treasures][column]
      const sea = `<rect x="${20 * column}" y="0" width="20" height="${20 * (floor + 1)}" fill="#9cf"/>`
      return value === undefined
        ? sea
        : `${sea}<text x="${20 * column + 1}" y="${20 * floor + 14}" font-size="9">${value}</text>`
    })
    const [x, y] = [20 * (this.cells[w] % SIZE) + 10, 20 * Math.floor(this.cells[w] / SIZE) + 10]
    return [
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 220 220">',
      '<rect width="220" height="220" fill="#654"/>',
      ...columns,
      `<circle cx="${x}" cy="${y}" r="7" fill="#333"/>`,
      '</svg>',
    ].join('')
  }

  save(w: number): number {
    return this.cells[w]
  }

  load(w: number, content: unknown): void {
    this.cells[w] = content as number
  }
}

/**
 * `domain-name/environment-name`: a walk along a slippery corridor to its right end.
 *
 * Symbols: n cells; x in 0 … n-1 where the walker stands; s probability of slipping; t steps taken.
 */
import {
  type ActionArray,
  type Buffers,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  GauntletError,
  type Instance,
  type Policy,
  type Rules,
  type Stream,
  createEnvironment,
  defineEnvironment,
  discrete,
  integer,
  layout,
  number,
} from '@gauntlet/core'

export interface EnvironmentNameParameters {
  readonly cells: number
  readonly slip: number
  readonly horizon: number
}

const ID = 'domain-name/environment-name'
const LEFT = 0
const RIGHT = 1

/**
 * The walker starts in any cell but the last, each equally likely, and steps left or right; with
 * probability s it slips and stays. Stepping left in the first cell, it stays too. Every step costs 1;
 * the last cell ends the episode.
 *
 * Source: SAY WHERE THE RULES COME FROM, AND HOW THESE DIFFER.
 */
export const environmentName: EnvironmentDefinition<EnvironmentNameParameters> =
  defineEnvironment<EnvironmentNameParameters>({
    id: ID,
    version: 1,
    summary: 'A walk along a slippery corridor to its right end',
    source: 'the template of Gauntlet',
    parameters: {
      cells: integer({
        description: 'Length of the corridor',
        unit: 'cells',
        default: 8,
        minimum: 2,
        maximum: 1000,
      }),
      slip: number({ description: 'Probability that a step fails', default: 0.1, minimum: 0, maximum: 0.9 }),
      horizon: integer({
        description: 'Steps after which an episode is cut off',
        unit: 'steps',
        default: 64,
        minimum: 1,
      }),
    },
    settings: {
      standard: {
        description: 'Eight cells, one step in ten fails',
        parameters: {},
        references: {
          random: { score: 32.14923205223614, source: 'exact, by the test beside it' },
          best: { score: 4.444444444444445, source: 'exact for the optimal policy, `right`' },
        },
        evaluation: { episodes: 100, batch: 10, mode: 'greedy' },
      },
    },
    describe: describeEnvironmentName,
    make: (parameters, batch) =>
      createEnvironment(ID, describeEnvironmentName(parameters), batch, (buffers) => ({
        rules: new EnvironmentNameRules(parameters, buffers),
        faces: { expert: { policy: expertPolicy } },
      })),
  })

function describeEnvironmentName({ horizon }: EnvironmentNameParameters): EnvironmentSpec {
  return {
    agents: 1,
    observation: {
      shape: [1],
      low: 0,
      high: 1,
      layout: layout({
        name: 'position',
        shape: [1],
        axis: 'flat',
        kind: 'real',
        unit: 'share of the corridor, 0 to 1',
      }),
    },
    action: discrete(2, ['left', 'right']),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [-1, 0],
    metrics: [
      {
        name: 'steps',
        unit: 'steps',
        direction: 'minimise',
        description: 'Steps until the end or the horizon',
      },
      { name: 'slips', unit: 'steps', direction: 'neither', description: 'Steps that failed' },
    ],
    score: 'steps',
    faces: ['snapshot', 'instance', 'expert'],
    experts: [
      {
        name: 'right',
        description: 'Always to the right, which is optimal',
        seesHiddenState: false,
        source: 'by inspection',
      },
    ],
    engine: 'own',
  }
}

/** All that decides how a world goes on. */
interface SavedWalk {
  readonly position: number
  readonly elapsed: number
  readonly slips: number
  readonly noise: Uint32Array
}

class EnvironmentNameRules implements Rules {
  private readonly parameters: EnvironmentNameParameters
  private readonly buffers: Buffers
  /** [batch] */
  private readonly positions: Int32Array
  private readonly elapsed: Int32Array
  private readonly slips: Int32Array
  /** The noise of each world's episode; it belongs to the instance, whatever the walker does. */
  private readonly noise: Stream[] = []

  constructor(parameters: EnvironmentNameParameters, buffers: Buffers) {
    this.parameters = parameters
    this.buffers = buffers
    this.positions = new Int32Array(buffers.batch)
    this.elapsed = new Int32Array(buffers.batch)
    this.slips = new Int32Array(buffers.batch)
  }

  start(w: number, { key }: Instance): void {
    this.positions[w] = key
      .fold('start')
      .stream()
      .integer(this.parameters.cells - 1)
    this.noise[w] = key.fold('noise').stream()
    this.elapsed[w] = 0
    this.slips[w] = 0
  }

  step(actions: ActionArray): void {
    const { positions, elapsed, slips, noise } = this
    const { batch, rewards, terminated } = this.buffers
    const { cells, slip } = this.parameters
    for (let w = 0; w < batch; w++) {
      elapsed[w]++
      rewards[w] = -1
      // One number is drawn in each step, whatever the walker does, so that instances can be compared.
      if (noise[w].uniform() < slip) {
        slips[w]++
      } else if (actions[w] === RIGHT) {
        positions[w]++
      } else if (actions[w] === LEFT && positions[w] > 0) {
        positions[w]--
      }
      if (positions[w] === cells - 1) terminated[w] = 1
    }
  }

  observe(from: number, to: number): void {
    const { observations } = this.buffers
    const { cells } = this.parameters
    for (let w = from; w < to; w++) observations[w] = this.positions[w] / (cells - 1)
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.elapsed[w]
    metrics[offset + 1] = this.slips[w]
  }

  renderText(w: number): string {
    const corridor = Array.from({ length: this.parameters.cells }, () => '.')
    corridor[corridor.length - 1] = 'G'
    corridor[this.positions[w]] = '@'
    return `${corridor.join('')}  step ${this.elapsed[w]}`
  }

  renderSvg(w: number): string {
    const { cells } = this.parameters
    const size = 20
    const circle = (x: number, fill: string): string =>
      `<circle cx="${(x + 0.5) * size}" cy="${size / 2}" r="${size * 0.4}" fill="${fill}"/>`
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${cells * size} ${size}">` +
      `<rect width="100%" height="100%" fill="#f4f4f4"/>${circle(cells - 1, '#7bc47f')}` +
      `${circle(this.positions[w], '#3b6ea5')}</svg>`
    )
  }

  save(w: number): SavedWalk {
    const noise = new Uint32Array(4)
    this.noise[w].save(noise)
    return { position: this.positions[w], elapsed: this.elapsed[w], slips: this.slips[w], noise }
  }

  load(w: number, content: unknown): void {
    const saved = content as SavedWalk
    this.positions[w] = saved.position
    this.elapsed[w] = saved.elapsed
    this.slips[w] = saved.slips
    this.noise[w].load(saved.noise)
  }
}

function expertPolicy(name: string): Policy {
  if (name !== 'right') throw new GauntletError('expert', `${ID}: got expert ${name}, expected right`)
  return {
    begin() {},
    act: (view, actions) => {
      actions.fill(RIGHT, 0, view.batch)
    },
  }
}

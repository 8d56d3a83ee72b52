/**
 * `bandits/bernoulli`: K arms that pay 0 or 1, each with a mean of its own.
 *
 * Symbols: K arms; T horizon; p[k] mean of arm k; a_t arm pulled at step t; u_t noise of step t.
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
  boolean,
  numbers,
} from '@gauntlet/core'
import { type ArmsPicture, armsSvg, armsText } from './arms-picture.ts'
import { bernoulliSettings } from './bernoulli-settings.ts'

export interface BernoulliParameters {
  readonly means: readonly number[]
  readonly horizon: number
  readonly shuffled: boolean
}

const ID = 'bandits/bernoulli'

/**
 * K-armed Bernoulli bandit: in step t arm a_t pays 1 where u_t < p[a_t], else 0, with u_t uniform on [0, 1).
 *
 * The noise u_t belongs to the instance and one number is drawn in each step whatever is pulled, so that
 * algorithms meet the same noise. Regret is pseudo-regret: the sum of the gaps max p - p[a_t].
 * Source: Auer, Cesa-Bianchi and Fischer 2002, section 1.
 */
export const bernoulli: EnvironmentDefinition<BernoulliParameters> = defineEnvironment<BernoulliParameters>({
  id: ID,
  version: 1,
  summary: 'K arms that pay 0 or 1, each with a mean of its own; scored by pseudo-regret',
  source: 'Auer, Cesa-Bianchi and Fischer 2002, Machine Learning 47, section 1',
  parameters: {
    means: numbers({
      description: 'Probability with which each arm pays 1',
      default: [0.9, 0.8],
      minimum: 0,
      maximum: 1,
      minimumLength: 2,
    }),
    horizon: integer({
      description: 'Pulls in an episode',
      unit: 'steps',
      default: 10_000,
      minimum: 1,
      maximum: 2_147_483_647,
    }),
    shuffled: boolean({
      description: 'Whether every episode puts the arms in a random order',
      default: true,
    }),
  },
  settings: bernoulliSettings,
  describe: describeBernoulli,
  make: (parameters, batch) =>
    createEnvironment(ID, describeBernoulli(parameters), batch, (buffers) => {
      const rules = new BernoulliRules(parameters, buffers)
      return { rules, faces: { expert: { policy: (name) => rules.expert(name) } } }
    }),
})

function describeBernoulli({ means, horizon }: BernoulliParameters): EnvironmentSpec {
  const arms = means.length
  return {
    agents: 1,
    observation: {
      shape: [arms + 2],
      low: 0,
      high: 1,
      layout: layout(
        {
          name: 'last arm',
          shape: [arms],
          axis: 'flat',
          kind: 'real',
          unit: 'one-hot; 0 before the first pull',
        },
        {
          name: 'last reward',
          shape: [1],
          axis: 'flat',
          kind: 'real',
          unit: '0 or 1; 0 before the first pull',
        },
        { name: 'elapsed', shape: [1], axis: 'flat', kind: 'real', unit: 'share of the horizon, 0 to 1' },
      ),
    },
    action: discrete(arms),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    horizonEnd: 'terminated',
    protocol: 'online',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [0, 1],
    metrics: [
      {
        name: 'regret',
        unit: 'reward',
        direction: 'minimise',
        description:
          'Pseudo-regret: sum over the pulls of the gap between the best mean and the mean of the arm',
      },
      { name: 'reward', unit: 'reward', direction: 'maximise', description: 'Sum of the rewards' },
      {
        name: 'optimal_pulls',
        unit: 'share',
        direction: 'maximise',
        description: 'Share of the pulls that went to an arm of the best mean',
      },
    ],
    score: 'regret',
    faces: ['snapshot', 'instance', 'expert'],
    experts: [
      {
        name: 'oracle',
        description: 'Always the best arm, the first of them where there are several',
        seesHiddenState: true,
        source: 'The means themselves',
      },
    ],
    engine: 'own',
  }
}

/** What decides how a world goes on. */
interface SavedArms {
  readonly means: Float64Array
  readonly pulls: Int32Array
  readonly successes: Int32Array
  readonly elapsed: number
  readonly lastArm: number
  readonly noise: Uint32Array
}

class BernoulliRules implements Rules {
  private readonly buffers: Buffers
  private readonly parameters: BernoulliParameters
  private readonly arms: number
  private readonly best: number
  /** [batch, arms], in the order of each world's episode */
  private readonly means: Float64Array
  private readonly pulls: Int32Array
  private readonly successes: Int32Array
  private readonly elapsed: Int32Array
  /** [batch]; -1 before the first pull */
  private readonly lastArms: Int32Array
  private readonly noise: Stream[] = []

  constructor(parameters: BernoulliParameters, buffers: Buffers) {
    const { batch } = buffers
    this.buffers = buffers
    this.parameters = parameters
    this.arms = parameters.means.length
    this.best = Math.max(...parameters.means)
    this.means = new Float64Array(batch * this.arms)
    this.pulls = new Int32Array(batch * this.arms)
    this.successes = new Int32Array(batch * this.arms)
    this.elapsed = new Int32Array(batch)
    this.lastArms = new Int32Array(batch)
  }

  start(w: number, { key }: Instance): void {
    const { arms, means, parameters } = this
    const offset = w * arms
    means.set(parameters.means, offset)
    if (parameters.shuffled) key.fold('arms').stream().shuffle(means, offset, arms)
    this.noise[w] = key.fold('noise').stream()
    this.pulls.fill(0, offset, offset + arms)
    this.successes.fill(0, offset, offset + arms)
    this.elapsed[w] = 0
    this.lastArms[w] = -1
  }

  step(actions: ActionArray): void {
    const { arms, means, pulls, successes, elapsed, lastArms, noise } = this
    const { batch, rewards } = this.buffers
    for (let w = 0; w < batch; w++) {
      const arm = actions[w]
      const i = w * arms + arm
      const reward = noise[w].uniform() < means[i] ? 1 : 0
      rewards[w] = reward
      successes[i] += reward
      pulls[i]++
      elapsed[w]++
      lastArms[w] = arm
    }
  }

  observe(from: number, to: number): void {
    const { arms, elapsed, lastArms } = this
    const { observations, rewards } = this.buffers
    const share = 1 / this.parameters.horizon
    const width = arms + 2
    for (let w = from; w < to; w++) {
      const offset = w * width
      const lastArm = lastArms[w]
      for (let k = 0; k < arms; k++) observations[offset + k] = k === lastArm ? 1 : 0
      observations[offset + arms] = lastArm < 0 ? 0 : rewards[w]
      observations[offset + arms + 1] = elapsed[w] * share
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const { arms, means, best, pulls, successes } = this
    let reward = 0
    let optimal = 0
    for (let i = w * arms; i < (w + 1) * arms; i++) {
      reward += successes[i]
      if (means[i] === best) optimal += pulls[i]
    }
    metrics[offset] = this.regret(w)
    metrics[offset + 1] = reward
    metrics[offset + 2] = optimal / this.elapsed[w]
  }

  expert(name: string): Policy {
    if (name !== 'oracle') {
      throw new GauntletError('expert', `${ID}: got expert ${name}, expected oracle`)
    }
    return {
      begin() {},
      act: (view, actions) => {
        for (let w = 0; w < view.batch; w++) actions[w] = this.bestArm(w)
      },
    }
  }

  renderText(w: number): string {
    return armsText(this.picture(w))
  }

  renderSvg(w: number): string {
    return armsSvg(this.picture(w))
  }

  save(w: number): SavedArms {
    const { arms, elapsed, lastArms } = this
    const from = w * arms
    const noise = new Uint32Array(4)
    this.noise[w].save(noise)
    return {
      means: this.means.slice(from, from + arms),
      pulls: this.pulls.slice(from, from + arms),
      successes: this.successes.slice(from, from + arms),
      elapsed: elapsed[w],
      lastArm: lastArms[w],
      noise,
    }
  }

  load(w: number, content: unknown): void {
    const saved = content as SavedArms
    const from = w * this.arms
    this.means.set(saved.means, from)
    this.pulls.set(saved.pulls, from)
    this.successes.set(saved.successes, from)
    this.elapsed[w] = saved.elapsed
    this.lastArms[w] = saved.lastArm
    this.noise[w].load(saved.noise)
  }

  /** Sum of the gaps of the pulls made so far. */
  private regret(w: number): number {
    const { arms, means, best, pulls } = this
    let regret = 0
    for (let i = w * arms; i < (w + 1) * arms; i++) regret += pulls[i] * (best - means[i])
    return regret
  }

  private bestArm(w: number): number {
    const { arms, means, best } = this
    let arm = 0
    while (means[w * arms + arm] !== best) arm++
    return arm
  }

  private picture(w: number): ArmsPicture {
    const from = w * this.arms
    const to = from + this.arms
    return {
      title: ID,
      elapsed: this.elapsed[w],
      horizon: this.parameters.horizon,
      regret: this.regret(w),
      lastArm: this.lastArms[w],
      means: this.means.subarray(from, to),
      pulls: this.pulls.subarray(from, to),
      sums: this.successes.subarray(from, to),
    }
  }
}

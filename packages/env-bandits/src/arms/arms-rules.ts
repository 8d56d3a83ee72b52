/** What happens in worlds of K arms: `ArmsModel`, `ArmsRules`, `makeArms`. */
import {
  type ActionArray,
  type Buffers,
  type Environment,
  type EnvironmentSpec,
  GauntletError,
  type Instance,
  type Policy,
  type Rules,
  type Seed,
  type Stream,
  createEnvironment,
  show,
} from '@gauntlet/core'
import { ArmsMemory } from '../arms-kernel.ts'
import { type ArmsPicture, armsSvg, armsText } from './arms-picture.ts'

/** Writes to rewards [w] what the arm of mean means [i] pays with the noise at `place`. */
export type ArmPay = (
  means: Float64Array,
  i: number,
  noise: Float64Array,
  place: number,
  rewards: Float32Array,
  w: number,
) => void

/** Which rewards arms pay; all state of an episode but the noise is in the means and in `state`. */
export interface ArmsModel {
  readonly arms: number
  /** Numbers beside the means on which a world goes on; none where absent. */
  readonly stateSize?: number
  /** Writes the means of the first step, and `state`, at their offsets. */
  begin(key: Seed, means: Float64Array, offset: number, state: Float64Array, stateOffset: number): void
  /** Fills in noise, one number for each of `count` steps, at most `NOISE_BLOCK`, whatever is pulled in them. */
  draw(stream: Stream, noise: Float64Array, offset: number, count: number): void
  /** What an arm pays; where absent 1 if the noise is below its mean, else 0. */
  pay?: ArmPay
  /** The arm that regret is counted against; that of the highest mean where absent. */
  comparator?(state: Float64Array, stateOffset: number): number
  /** Moves the means on to step t, from 1; absent where they stay. */
  move?(t: number, means: Float64Array, offset: number, state: Float64Array, stateOffset: number): void
}

/** Numbers of noise that a world draws at a time. */
export const NOISE_BLOCK = 32

/** What decides how a world goes on. */
interface SavedArms {
  readonly means: Float64Array
  readonly state: Float64Array
  readonly pulls: Int32Array
  readonly sums: Float64Array
  /** Regret, optimal pulls, steps, the arm pulled last */
  readonly counts: Float64Array
  readonly noise: Float64Array
  readonly stream: Uint32Array
}

/** The worlds of an environment of K arms. Shapes: [batch, arms] unless another is given. */
export class ArmsRules implements Rules {
  private readonly id: string
  private readonly horizon: number
  private readonly model: ArmsModel
  private readonly buffers: Buffers
  private readonly means: Float64Array
  /** [batch, state size] */
  private readonly state: Float64Array
  private readonly pulls: Int32Array
  private readonly sums: Float64Array
  /** [batch]: the best mean of the step, the sum of the gaps so far, and pulls of a best arm */
  private readonly best: Float64Array
  private readonly regrets: Float64Array
  private readonly optimal: Float64Array
  private readonly elapsed: Int32Array
  /** [batch]; -1 before the first pull */
  private readonly lastArms: Int32Array
  /** [batch]: the step's, which the kernel reads */
  private readonly actions: Int32Array
  private readonly rewards: Float32Array
  /** [batch, NOISE_BLOCK] */
  private readonly noise: Float64Array
  private readonly streams: Stream[] = []
  private readonly memory: ArmsMemory

  /** Numbers that its worlds, with their observations, need of a memory. */
  static size(batch: number, arms: number): number {
    return (batch + 1) * (4 * arms + 8 + NOISE_BLOCK)
  }

  constructor(id: string, horizon: number, model: ArmsModel, buffers: Buffers, memory: ArmsMemory) {
    const { batch } = buffers
    const { arms, stateSize = 0 } = model
    this.id = id
    this.horizon = horizon
    this.model = model
    this.buffers = buffers
    this.memory = memory
    this.means = memory.float64(batch * arms)
    this.state = new Float64Array(batch * stateSize)
    this.pulls = memory.int32(batch * arms)
    this.sums = memory.float64(batch * arms)
    this.best = memory.float64(batch).fill(NaN)
    this.regrets = memory.float64(batch)
    this.optimal = memory.float64(batch)
    this.elapsed = memory.int32(batch)
    this.lastArms = memory.int32(batch)
    this.actions = memory.int32(batch)
    this.rewards = memory.float32(batch)
    this.noise = memory.float64(batch * NOISE_BLOCK)
  }

  start(w: number, { key }: Instance): void {
    const { model, means, state } = this
    const { arms, stateSize = 0 } = model
    model.begin(key.fold('arms'), means, w * arms, state, w * stateSize)
    this.findBest(w)
    this.streams[w] = key.fold('noise').stream()
    this.pulls.fill(0, w * arms, (w + 1) * arms)
    this.sums.fill(0, w * arms, (w + 1) * arms)
    this.regrets[w] = 0
    this.optimal[w] = 0
    this.elapsed[w] = 0
    this.lastArms[w] = -1
  }

  step(actions: ActionArray): void {
    this.actions.set(actions)
    this.draw()
    this.pay()
    this.buffers.rewards.set(this.rewards)
    this.count()
    if (this.model.move !== undefined) this.move()
  }

  observe(from: number, to: number): void {
    const { elapsed, lastArms, horizon, memory } = this
    const { arms } = this.model
    const { observations, rewards } = this.buffers
    const share = 1 / horizon
    if (memory.kernel !== undefined) {
      this.rewards.set(rewards)
      memory.kernel.observePulls(
        from,
        to,
        arms,
        share,
        lastArms.byteOffset,
        this.rewards.byteOffset,
        elapsed.byteOffset,
        observations.byteOffset,
      )
      return
    }
    const width = arms + 2
    observations.fill(0, from * width, to * width)
    for (let w = from; w < to; w++) {
      const lastArm = lastArms[w]
      if (lastArm < 0) continue
      const offset = w * width
      observations[offset + lastArm] = 1
      observations[offset + arms] = rewards[w]
      observations[offset + arms + 1] = elapsed[w] * share
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const { arms } = this.model
    let reward = 0
    for (let i = w * arms; i < (w + 1) * arms; i++) reward += this.sums[i]
    metrics[offset] = this.regrets[w]
    metrics[offset + 1] = reward
    metrics[offset + 2] = this.optimal[w] / this.elapsed[w]
  }

  /** Errors: GauntletError where there is no expert of this name. */
  expert(name: string): Policy {
    if (name !== 'oracle') {
      throw new GauntletError('expert', `${this.id}: got expert ${name}, expected oracle`)
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
    const { arms, stateSize = 0 } = this.model
    const stream = new Uint32Array(4)
    this.streams[w].save(stream)
    return {
      means: this.means.slice(w * arms, (w + 1) * arms),
      state: this.state.slice(w * stateSize, (w + 1) * stateSize),
      pulls: this.pulls.slice(w * arms, (w + 1) * arms),
      sums: this.sums.slice(w * arms, (w + 1) * arms),
      counts: Float64Array.of(this.regrets[w], this.optimal[w], this.elapsed[w], this.lastArms[w]),
      noise: this.noise.slice(w * NOISE_BLOCK, (w + 1) * NOISE_BLOCK),
      stream,
    }
  }

  load(w: number, content: unknown): void {
    const { arms, stateSize = 0 } = this.model
    const { means, state, pulls, sums, counts, noise, stream } = this.checkSaved(content)
    this.means.set(means, w * arms)
    this.state.set(state, w * stateSize)
    this.findBest(w)
    this.pulls.set(pulls, w * arms)
    this.sums.set(sums, w * arms)
    this.regrets[w] = counts[0]
    this.optimal[w] = counts[1]
    this.elapsed[w] = counts[2]
    this.lastArms[w] = counts[3]
    this.noise.set(noise, w * NOISE_BLOCK)
    this.streams[w].load(stream)
  }

  /** The noise of the next block of steps, where one begins. */
  private draw(): void {
    const { model, elapsed, noise, streams } = this
    for (let w = 0; w < elapsed.length; w++) {
      if (elapsed[w] % NOISE_BLOCK === 0) model.draw(streams[w], noise, w * NOISE_BLOCK, NOISE_BLOCK)
    }
  }

  private pay(): void {
    const { model, means, elapsed, noise, actions, rewards, memory } = this
    const { arms } = model
    if (model.pay === undefined && memory.kernel !== undefined) {
      memory.kernel.payOnes(
        rewards.length,
        arms,
        NOISE_BLOCK,
        actions.byteOffset,
        means.byteOffset,
        noise.byteOffset,
        elapsed.byteOffset,
        rewards.byteOffset,
      )
      return
    }
    for (let w = 0; w < rewards.length; w++) {
      const i = w * arms + actions[w]
      const place = w * NOISE_BLOCK + (elapsed[w] % NOISE_BLOCK)
      if (model.pay === undefined) rewards[w] = noise[place] < means[i] ? 1 : 0
      else model.pay(means, i, noise, place, rewards, w)
    }
  }

  /** Takes in the step's actions and rewards. */
  private count(): void {
    const { means, best, pulls, sums, regrets, optimal, elapsed, lastArms, actions, rewards, memory } = this
    const { arms } = this.model
    if (memory.kernel !== undefined) {
      memory.kernel.countPulls(
        rewards.length,
        arms,
        actions.byteOffset,
        rewards.byteOffset,
        means.byteOffset,
        best.byteOffset,
        sums.byteOffset,
        pulls.byteOffset,
        regrets.byteOffset,
        optimal.byteOffset,
        elapsed.byteOffset,
        lastArms.byteOffset,
      )
      return
    }
    for (let w = 0; w < rewards.length; w++) {
      const arm = actions[w]
      const i = w * arms + arm
      sums[i] += rewards[w]
      pulls[i]++
      regrets[w] += best[w] - means[i]
      if (means[i] === best[w]) optimal[w]++
      elapsed[w]++
      lastArms[w] = arm
    }
  }

  private move(): void {
    const { model, means, state, elapsed } = this
    const { arms, stateSize = 0 } = model
    for (let w = 0; w < elapsed.length; w++) {
      model.move!(elapsed[w], means, w * arms, state, w * stateSize)
      this.findBest(w)
    }
  }

  private findBest(w: number): void {
    const { model, means, state, best } = this
    const { arms, stateSize = 0 } = model
    let arm = model.comparator === undefined ? 0 : model.comparator(state, w * stateSize)
    if (model.comparator === undefined)
      for (let k = 1; k < arms; k++) if (means[w * arms + k] > means[w * arms + arm]) arm = k
    best[w] = means[w * arms + arm]
  }

  /** A snapshot's content, once it is known to be of these arms. */
  private checkSaved(content: unknown): SavedArms {
    const { means, state, pulls, sums, counts, noise, stream } = Object(content) as Partial<SavedArms>
    const { arms, stateSize = 0 } = this.model
    const known =
      [means, state, sums, counts, noise].every((numbers) => numbers instanceof Float64Array) &&
      pulls instanceof Int32Array &&
      stream instanceof Uint32Array &&
      [means, pulls, sums].every((numbers) => numbers?.length === arms) &&
      state?.length === stateSize &&
      counts?.length === 4 &&
      noise?.length === NOISE_BLOCK &&
      stream.length === 4
    if (known) return content as SavedArms
    throw new GauntletError(
      'snapshot',
      `${this.id}: got a snapshot of ${show(content)}, expected that of ${arms} arms`,
    )
  }

  private bestArm(w: number): number {
    const { means, best } = this
    const { arms } = this.model
    for (let arm = 0; arm < arms; arm++) if (means[w * arms + arm] === best[w]) return arm
    throw new GauntletError('order', `${this.id}: the oracle acts before the first reset`)
  }

  private picture(w: number): ArmsPicture {
    const { arms } = this.model
    const [from, to] = [w * arms, (w + 1) * arms]
    return {
      title: this.id,
      elapsed: this.elapsed[w],
      horizon: this.horizon,
      regret: this.regrets[w],
      lastArm: this.lastArms[w],
      means: this.means.subarray(from, to),
      pulls: this.pulls.subarray(from, to),
      sums: this.sums.subarray(from, to),
    }
  }
}

/** An environment of `batch` worlds of K arms. */
export function makeArms(id: string, spec: EnvironmentSpec, model: ArmsModel, batch: number): Environment {
  const memory = new ArmsMemory(ArmsRules.size(batch, model.arms))
  const observations = memory.float32(batch * (model.arms + 2))
  return createEnvironment(
    id,
    spec,
    batch,
    (buffers) => {
      const rules = new ArmsRules(id, spec.horizon, model, buffers, memory)
      return { rules, faces: { expert: { policy: (name) => rules.expert(name) } } }
    },
    { observations },
  )
}

/** The means of an episode: those given, in a random order where they are shuffled. */
export function placeMeans(
  given: readonly number[],
  shuffled: boolean,
  key: Seed,
  means: Float64Array,
  offset: number,
): void {
  means.set(given, offset)
  if (shuffled) key.stream().shuffle(means, offset, given.length)
}

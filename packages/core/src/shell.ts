/**
 * The shell around a simulator: `createEnvironment` turns the rules of a world into an `Environment`.
 * The rules know how a world starts, moves and is observed; the shell knows about legality, time limits,
 * returns, resets within the step, final observations, schedules and snapshots.
 */
import {
  type Buffers,
  type Environment,
  type Instance,
  type Schedule,
  allocateBuffers,
  seedSchedule,
} from './environment.ts'
import { sha256 } from './digest.ts'
import { GauntletError } from './errors.ts'
import type { Faces, WorldSnapshot } from './faces.ts'
import { type LiveMeanField, withFinalCoordinates } from './final-population.ts'
import { COUNT, FUNCTION, type Forms, OBJECT, requireDone, requireForm, requireValue } from './form.ts'
import { Seed, checkSeed } from './random/seed.ts'
import { show } from './show.ts'
import { type SavedShell, type SavedWorld, checkSaved, savedForms, withNoise } from './snapshot.ts'
import { type ActionArray, actionWidth, checkActions, maskWidth, product } from './spaces.ts'
import { type EnvironmentSpec, checkSpec, scoreOf } from './spec.ts'

/** A simulator beneath an environment: what happens in the worlds, and nothing about episodes' bookkeeping. */
export interface Rules {
  /** Begins `instance` in world `w`, whatever was there. `index` is set where the spec has numbered instances. */
  start(w: number, instance: Instance): void
  /**
   * Advances every world by one step: writes every agent's reward, sets `terminated` where an agent's episode
   * came to its end (and `truncated` where something other than the horizon cut it off), adds to `costs`.
   * `actions` are inside their space and mask. Rewards and costs start the step at 0; of the buffers only
   * `terminated` and `truncated` may be read as they were left.
   */
  step(actions: ActionArray): void
  /**
   * Writes observations, and state, mask and activity where declared, of worlds `from … to - 1`: every number
   * of them, whatever was there. (Activity may be written by `start` and by every `step` instead.)
   */
  observe(from: number, to: number): void
  /**
   * Writes the metrics of world `w`'s episode, which has just ended, at `offset`; `buffers.lengths` is set. Changes nothing else:
   * where the protocol is `online`, it is also asked in the course of an episode, for the score.
   */
  measure(w: number, metrics: Float64Array, offset: number): void
  renderText(w: number): string
  renderSvg(w: number): string
  /** As `Environment.renderLog`. */
  renderLog?(w: number): readonly string[]
  /**
   * All that decides how world `w` goes on, for the snapshot face: numbers and typed arrays. Streams are saved in Uint32Arrays, as
   * `Stream.save` writes them, and nothing else is, so that they can be begun anew.
   */
  save?(w: number): unknown
  load?(w: number, content: unknown): void
  /** The same as data, where `save` gives live objects of an engine; `load` takes it too. */
  record?(w: number): unknown
  /** Checks whole actions that a mask cannot express; throws IllegalActionError. */
  check?(actions: ActionArray): void
}

/** Faces that the rules bring; snapshot and instance are the shell's own, and so is where agents were when an episode ended. */
export type RuleFaces = Omit<Faces, 'snapshot' | 'instance' | 'meanField'> & {
  readonly meanField?: LiveMeanField
}

const RULES: Forms = {
  start: FUNCTION,
  step: FUNCTION,
  observe: FUNCTION,
  measure: FUNCTION,
  renderText: FUNCTION,
  renderSvg: FUNCTION,
}

/**
 * An environment of `batch` worlds that follow `rules`.
 *
 * `build` is given the buffers to write and returns the rules, with any further faces beside them. `given` are buffers
 * that lie elsewhere, such as in the memory of a WebAssembly kernel; all others are allocated here.
 * Errors: GauntletError where the spec contradicts itself, `batch` is not a whole number of at least 1, or a given
 * buffer is of another length.
 */
export function createEnvironment(
  id: string,
  spec: EnvironmentSpec,
  batch: number,
  build: (buffers: Buffers) => { readonly rules: Rules; readonly faces?: RuleFaces },
  given: { readonly observations?: Float32Array } = {},
): Environment {
  checkSpec(spec, id)
  requireValue(batch, `${id}: batch`, COUNT, 'batch')
  const buffers = allocateBuffers(spec, batch, given.observations)
  const { rules, faces: { meanField, ...faces } = {} } = build(buffers)
  requireForm(rules, `${id}: rules`, RULES)
  const population = meanField && withFinalCoordinates(meanField, batch * spec.agents)
  const keeper = new EpisodeKeeper(id, spec, buffers, rules, population?.keep)
  const environment: Environment = {
    ...buffers,
    spec,
    reset: (seed, schedule) => keeper.reset(seed, schedule),
    step: (actions) => keeper.step(actions),
    ...(spec.protocol === 'online' && { scoreSoFar: (world: number) => keeper.scoreSoFar(world) }),
    renderText: (world) => rules.renderText(keeper.world(world)),
    renderSvg: (world) => rules.renderSvg(keeper.world(world)),
    ...(rules.renderLog && { renderLog: (world: number) => rules.renderLog!(keeper.world(world)) }),
    ...faces,
    ...(population && { meanField: population.face }),
    ...(spec.faces.includes('instance') && {
      instance: {
        current: (world: number) => keeper.current(world),
        restart: (world: number, instance: Instance) => keeper.restart(world, instance),
      },
    }),
    ...(spec.faces.includes('snapshot') && {
      snapshot: {
        cloneable: spec.engine === 'own',
        save: (world: number) => keeper.save(world, 'save'),
        ...(rules.record && { record: (world: number) => keeper.save(world, 'record') }),
        restore: (world: number, snapshot: WorldSnapshot, noise?: Seed) =>
          keeper.restore(world, snapshot, noise),
      },
    }),
  }
  for (const face of spec.faces) {
    if (environment[face] === undefined)
      throw new GauntletError('spec', `${id}: declares ${face} but has none`)
  }
  return environment
}

class EpisodeKeeper {
  private readonly id: string
  private readonly spec: EnvironmentSpec
  private readonly buffers: Buffers
  private readonly rules: Rules
  /** Called before worlds that have ended are reset. */
  private readonly keepPopulation: (() => void) | undefined
  private readonly instances: Instance[] = []
  private readonly episodes: Int32Array
  private readonly elapsed: Int32Array
  private readonly totals: Float64Array
  private readonly actionCount: number
  private readonly rewardWidth: number
  private readonly costWidth: number
  private readonly saved: Forms
  /** Metrics of a world in its course, and which of them is the score. */
  private readonly measured: Float64Array
  private readonly score: number
  private schedule: Schedule | undefined
  private digest: string | undefined

  constructor(
    id: string,
    spec: EnvironmentSpec,
    buffers: Buffers,
    rules: Rules,
    keepPopulation: (() => void) | undefined,
  ) {
    this.id = id
    this.spec = spec
    this.buffers = buffers
    this.rules = rules
    this.keepPopulation = keepPopulation
    this.episodes = new Int32Array(buffers.batch)
    this.elapsed = new Int32Array(buffers.batch)
    this.totals = new Float64Array(buffers.returns.length)
    this.actionCount = buffers.batch * spec.agents * actionWidth(spec.action)
    this.rewardWidth = spec.agents * spec.objectives
    this.costWidth = spec.constraints.length
    this.saved = savedForms(spec)
    this.measured = new Float64Array(spec.metrics.length)
    this.score = scoreOf(spec).index
  }

  reset(seed: Seed, given?: Schedule): void {
    const { buffers } = this
    checkSeed(seed, `${this.id}: reset`)
    const schedule = given === undefined ? seedSchedule(seed) : given
    requireValue(schedule, `${this.id}: schedule`, FUNCTION, 'schedule')
    const instances = Array.from({ length: buffers.batch }, (_, w) => this.numbered(schedule(w, 0)))
    this.schedule = schedule
    for (const flags of [buffers.ended, buffers.terminated, buffers.truncated]) flags.fill(0)
    for (const sums of [buffers.rewards, buffers.costs, buffers.returns, buffers.metrics, buffers.lengths])
      sums?.fill(0)
    for (let w = 0; w < buffers.batch; w++) this.begin(w, instances[w], 0)
    requireDone(this.rules.observe(0, buffers.batch), `${this.id}: observe`)
  }

  step(actions: ActionArray): void {
    const { buffers, rules, spec } = this
    if (this.schedule === undefined)
      throw new GauntletError('order', `${this.id}: step before the first reset`)
    this.checkActions(actions)
    this.clearEnded()
    buffers.rewards.fill(0)
    buffers.costs?.fill(0)
    const given: unknown = rules.step(actions)
    if (given !== undefined) requireDone(given, `${this.id}: step`)
    const { rewards } = buffers
    const { totals, elapsed } = this
    for (let k = 0; k < rewards.length; k++) totals[k] += rewards[k]
    for (let w = 0; w < buffers.batch; w++) {
      if (++elapsed[w] >= spec.horizon) this.cutOff(w)
    }
    rules.observe(0, buffers.batch)
    let ends = 0
    for (let w = 0; w < buffers.batch; w++) {
      if (!this.isOver(w)) continue
      if (ends++ === 0) this.keepPopulation?.()
      this.finish(w)
    }
  }

  scoreSoFar(w: number): number {
    this.rules.measure(this.begun(w), this.measured, 0)
    return this.measured[this.score]
  }

  world(w: number): number {
    if (Number.isInteger(w) && w >= 0 && w < this.buffers.batch) return w
    throw new GauntletError(
      'world',
      `${this.id}: got world ${show(w)}, expected 0 to ${this.buffers.batch - 1}`,
    )
  }

  current(w: number): Instance {
    return this.instances[this.begun(w)]
  }

  restart(w: number, instance: Instance): void {
    const numbered = this.numbered(instance)
    const { rewards, costs } = this.buffers
    this.clearWorld(this.begun(w))
    rewards.fill(0, w * this.rewardWidth, (w + 1) * this.rewardWidth)
    costs?.fill(0, w * this.costWidth, (w + 1) * this.costWidth)
    this.begin(w, numbered, this.episodes[w])
    this.rules.observe(w, w + 1)
  }

  /** `way`: as the rules save a world, or as they record it. */
  save(w: number, way: 'save' | 'record'): WorldSnapshot {
    const { buffers, instances, episodes, elapsed, totals, rewardWidth: r, costWidth: c } = this
    const a = this.spec.agents
    const { key, index } = instances[this.begun(w)]
    // What a world that has just ended still shows belongs to the episode before, not to the one that it begins.
    const live = buffers.ended[w] === 0
    const shell: SavedShell = {
      key: key.toString(),
      index,
      episode: episodes[w],
      elapsed: elapsed[w],
      totals: totals.slice(w * r, w * r + r),
      rewards: live ? buffers.rewards.slice(w * r, w * r + r) : new Float32Array(r),
      costs: live ? buffers.costs?.slice(w * c, w * c + c) : buffers.costs && new Float32Array(c),
      terminated: live ? buffers.terminated.slice(w * a, w * a + a) : new Uint8Array(a),
      truncated: live ? buffers.truncated.slice(w * a, w * a + a) : new Uint8Array(a),
      active: buffers.active?.slice(w * a, w * a + a),
    }
    const content: SavedWorld = { shell, rules: this.rules[way]?.(w) }
    return { environment: this.id, spec: this.specDigest(), content }
  }

  restore(w: number, snapshot: WorldSnapshot, noise?: Seed): void {
    requireValue(snapshot, `${this.id}: snapshot`, OBJECT, 'snapshot')
    if (snapshot.environment !== this.id) {
      throw new GauntletError('snapshot', `${this.id}: got a snapshot of ${show(snapshot.environment)}`)
    }
    if (snapshot.spec !== this.specDigest()) {
      throw new GauntletError('snapshot', `${this.id}: got a snapshot taken under other parameters`)
    }
    if (noise !== undefined) this.checkNoise(noise)
    const { buffers, rewardWidth: r } = this
    const a = this.spec.agents
    this.begun(w)
    const { shell, rules } = checkSaved(snapshot.content, this.saved, `${this.id}: snapshot`)
    const key = Seed.from(shell.key)
    this.instances[w] = this.numbered(shell.index === undefined ? { key } : { key, index: shell.index })
    this.episodes[w] = shell.episode
    this.elapsed[w] = shell.elapsed
    this.totals.set(shell.totals, w * r)
    buffers.rewards.set(shell.rewards, w * r)
    if (shell.costs !== undefined) buffers.costs?.set(shell.costs, w * this.costWidth)
    buffers.terminated.set(shell.terminated, w * a)
    buffers.truncated.set(shell.truncated, w * a)
    if (shell.active !== undefined) buffers.active?.set(shell.active, w * a)
    buffers.ended[w] = 0
    this.rules.load?.(w, noise === undefined ? rules : withNoise(rules, noise))
    this.rules.observe(w, w + 1)
  }

  private checkNoise(noise: Seed): void {
    checkSeed(noise, `${this.id}: restore`)
    if (this.spec.engine === 'own') return
    throw new GauntletError('snapshot', `${this.id}: a foreign engine keeps its own noise, expected none`)
  }

  private specDigest(): string {
    this.digest ??= sha256(
      JSON.stringify(this.spec, (_, value: unknown) => (value === Infinity ? 'Infinity' : value)),
    )
    return this.digest
  }

  /** A world that has an episode. */
  private begun(w: number): number {
    if (this.schedule !== undefined) return this.world(w)
    throw new GauntletError('order', `${this.id}: world ${w} has no episode before the first reset`)
  }

  private checkActions(actions: ActionArray): void {
    const { spec, buffers } = this
    const { kind } = spec.action
    const expected = kind === 'box' ? Float32Array : kind === 'combinatorial' ? Uint8Array : Int32Array
    if (!(actions instanceof expected)) {
      throw new GauntletError(
        'actions',
        `${this.id}: got ${Object.prototype.toString.call(actions)}, expected ${expected.name}`,
      )
    }
    if (actions.length !== this.actionCount) {
      throw new GauntletError(
        'actions',
        `${this.id}: got ${actions.length} numbers, expected ${this.actionCount}`,
      )
    }
    checkActions(spec.action, actions, buffers.actionMask, spec.agents)
    this.rules.check?.(actions)
  }

  private clearEnded(): void {
    const { ended, batch } = this.buffers
    for (let w = 0; w < batch; w++) {
      if (ended[w] === 1) this.clearWorld(w)
    }
  }

  private clearWorld(w: number): void {
    const { agents } = this.spec
    this.buffers.terminated.fill(0, w * agents, (w + 1) * agents)
    this.buffers.truncated.fill(0, w * agents, (w + 1) * agents)
    this.buffers.ended[w] = 0
  }

  private cutOff(w: number): void {
    const { agents, horizonEnd } = this.spec
    const { terminated, truncated } = this.buffers
    const flags = horizonEnd === 'terminated' ? terminated : truncated
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      if (terminated[i] === 0 && truncated[i] === 0) flags[i] = 1
    }
  }

  private isOver(w: number): boolean {
    const { agents } = this.spec
    const { terminated, truncated } = this.buffers
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      if (terminated[i] === 0 && truncated[i] === 0) return false
    }
    return true
  }

  private finish(w: number): void {
    const { buffers, spec } = this
    copyRow(buffers.observations, buffers.finalObservations, w, spec.agents * product(spec.observation.shape))
    if (buffers.state !== undefined)
      copyRow(buffers.state, buffers.finalState!, w, product(spec.state!.shape))
    if (buffers.actionMask !== undefined) {
      copyRow(buffers.actionMask, buffers.finalActionMask!, w, spec.agents * maskWidth(spec.action))
    }
    copyRow(this.totals, buffers.returns, w, this.rewardWidth)
    buffers.lengths[w] = this.elapsed[w]
    this.rules.measure(w, buffers.metrics, w * spec.metrics.length)
    buffers.ended[w] = 1
    const episode = this.episodes[w] + 1
    this.begin(w, this.numbered(this.schedule!(w, episode)), episode)
    this.rules.observe(w, w + 1)
  }

  private begin(w: number, instance: Instance, episode: number): void {
    const { spec, buffers } = this
    this.instances[w] = instance
    this.episodes[w] = episode
    this.elapsed[w] = 0
    const r = this.rewardWidth
    this.totals.fill(0, w * r, (w + 1) * r)
    buffers.active?.fill(1, w * spec.agents, (w + 1) * spec.agents)
    const given: unknown = this.rules.start(w, instance)
    if (given !== undefined) requireDone(given, `${this.id}: start`)
  }

  /** The instance with its number, drawn from its key where the environment has numbers and none was given. */
  private numbered(instance: Instance): Instance {
    const { instances } = this.spec
    requireValue(instance, `${this.id}: instance`, OBJECT, 'instance')
    checkSeed(instance.key, `${this.id}: the instance’s key`)
    if (instances === undefined) return instance
    const index = instance.index ?? instance.key.fold('index').stream().integer(instances)
    if (!Number.isInteger(index) || index < 0 || index >= instances) {
      throw new GauntletError(
        'instance',
        `${this.id}: got instance ${show(index)}, expected 0 to ${instances - 1}`,
      )
    }
    return { key: instance.key, index }
  }
}

type Row = Float32Array | Float64Array | Uint8Array

function copyRow(from: Row, to: Row, w: number, width: number): void {
  for (let k = w * width; k < (w + 1) * width; k++) to[k] = from[k]
}

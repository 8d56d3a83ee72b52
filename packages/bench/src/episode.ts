/**
 * An evaluation episode of a cell, played again: `recordEpisode`, `checkEpisode`, and what leads there from a descriptor.
 * Nothing here or beneath needs Node, so that a page plays what the harness played: `@gauntlet/bench/episode`.
 */
import {
  type ActionArray,
  type Environment,
  GauntletError,
  type Learner,
  type Opponent,
  type Policy,
  type Replay,
  allocateActions,
  recordReplay,
} from '@gauntlet/core'
import type { Catalogue } from './catalogue.ts'
import type { Cell } from './cells.ts'
import { type EvaluationPlan, instanceOf } from './evaluate.ts'
import { environmentOfCell, evaluationEnvironment, evaluationPlan } from './evaluation-environment.ts'
import { guardView } from './guarded-view.ts'
import { hooked } from './meter.ts'
import type { CellResult } from './records.ts'

export { type Catalogue, buildCatalogue } from './catalogue.ts'
export { restoreCell } from './cells.ts'
export { trainedLearner } from './learner.ts'

/** What else decides an episode. */
export interface EpisodeGiven {
  /** Of a best response: against whom it plays. */
  readonly opponents?: readonly Opponent[] | undefined
  /** The seed's number whose instances are played: the cell's own unless given. */
  readonly seed?: number
}

/**
 * Plays episode `j` of a cell's evaluation, and gives it as a replay; yields the steps played so far, so that whoever shows
 * a page can let it live between two.
 *
 * A policy's noise belongs to worlds, so the whole evaluation is played on as many worlds as before, and the actions of
 * the episode's world are kept. Errors: those of the policy and the environment.
 */
export async function* recordEpisode(
  catalogue: Catalogue,
  cell: Cell,
  { policy }: Learner,
  j: number,
  { opponents, seed = cell.descriptor.seed }: EpisodeGiven = {},
): AsyncGenerator<number, Replay> {
  const { batch } = cell.descriptor.evaluation
  const plan = evaluationPlan(catalogue, { ...cell, descriptor: { ...cell.descriptor, seed } })
  const tape = new WorldTape(j % batch, Math.floor(j / batch))
  const tap = (inner: Environment): Environment => tape.listen(inner)
  yield* playUntil(await evaluationEnvironment(catalogue, cell, { tap, opponents }), policy, plan, tape)
  const { actions } = tape
  return recordReplay(
    environmentOfCell(catalogue, cell),
    cell.evaluationParameters,
    scripted(actions),
    plan.seed,
    instanceOf(plan, j),
    { maximumSteps: actions.length },
  )
}

/** As `evaluate` plays, until the tape has its episode. */
function* playUntil(
  environment: Environment,
  policy: Policy,
  plan: EvaluationPlan,
  tape: WorldTape,
): Generator<number> {
  const { batch, spec } = environment
  const actions = allocateActions(spec.action, batch * spec.agents)
  environment.reset(plan.seed, (w, k) => instanceOf(plan, k * batch + w))
  const { view, refresh } = guardView(environment)
  policy.begin(view, plan.seed)
  for (let t = 1; !tape.isFull; t++) {
    policy.act(view, actions, plan.mode)
    environment.step(actions)
    refresh()
    yield t
  }
}

/**
 * Compares an episode with the metrics that a cell has stored of its evaluation.
 * Errors: GauntletError naming the first metric that differs.
 */
export function checkEpisode(replay: Replay, episodes: CellResult['episodes'], j: number): void {
  for (const [name, values] of Object.entries(episodes)) {
    const played = replay.metrics[name]
    if (played === undefined || Object.is(played, values[j]) || played === values[j]) continue
    throw new GauntletError(
      'replay',
      `episode ${j}: ${name} is ${played}, but the stored cell has ${values[j]}; gauntlet verify compares the rest`,
    )
  }
}

/** Keeps what one world does in one of its episodes. */
class WorldTape {
  readonly actions: ActionArray[] = []
  private readonly world: number
  private readonly episode: number
  private played = 0

  constructor(world: number, episode: number) {
    this.world = world
    this.episode = episode
  }

  get isFull(): boolean {
    return this.played > this.episode
  }

  listen(environment: Environment): Environment {
    const { spec, batch } = environment
    const width = allocateActions(spec.action, batch * spec.agents).length / batch
    return hooked(environment, {
      before: (actions) => {
        if (this.played !== this.episode) return
        this.actions.push(actions.slice(this.world * width, (this.world + 1) * width))
      },
      after: () => {
        if (environment.ended[this.world] === 1) this.played++
      },
    })
  }
}

/** A policy that does what was written down. */
function scripted(script: readonly ActionArray[]): Policy {
  let t = 0
  return {
    begin: () => {
      t = 0
    },
    act: (_, actions) => actions.set(script[t++]),
  }
}

/** One evaluation episode of a stored cell, as a replay: `replayEpisode`, `findCell`, `frames`. */
import {
  type ActionArray,
  type Environment,
  GauntletError,
  type Policy,
  type Replay,
  allocateActions,
  playReplay,
  recordReplay,
} from '@gauntlet/core'
import { type Catalogue, environmentOf } from './catalogue.ts'
import { createLearner, evaluationEnvironment, evaluationPlan, trainLearner } from './cell.ts'
import { type Cell, restoreCell } from './cells.ts'
import { evaluate } from './evaluate.ts'
import { hooked } from './meter.ts'
import type { CellResult } from './records.ts'
import { episodeInstance } from './seeds.ts'
import type { Store } from './store.ts'

/** The finished cell whose key begins so. Errors: GauntletError where there is none, or more than one. */
export function findCell(store: Store, prefix: string): CellResult {
  const found = store.keys().filter((key) => key.startsWith(prefix.toLowerCase()))
  if (found.length === 1) return store.read(found[0])
  const what = found.length === 0 ? 'no finished cell' : `${found.length} finished cells`
  throw new GauntletError(
    'cell',
    `${what} in ${store.root} with a key that begins with ${prefix}; expected one`,
  )
}

/**
 * Episode `j` of a cell's evaluation, played again.
 *
 * The policy is what training left (its saved file, or else trained anew). Its noise belongs to worlds, so the
 * whole evaluation is played on as many worlds as before, and the actions of the episode's world are kept.
 * Errors: GauntletError where the episode does not come out with the metrics that are stored.
 */
export async function replayEpisode(
  catalogue: Catalogue,
  store: Store,
  stored: CellResult,
  j: number,
): Promise<Replay> {
  const { descriptor } = stored
  const { episodes } = descriptor.evaluation
  if (j >= episodes) throw new GauntletError('episode', `--episode: got ${j}, expected 0 to ${episodes - 1}`)
  const cell = restoreCell(catalogue, stored.key, descriptor, (digest) => store.file(digest))
  const actions = await episodeActions(catalogue, store, stored, cell, j)
  const plan = evaluationPlan(cell)
  const replay = await recordReplay(
    environmentOf(catalogue, descriptor.environment.id),
    cell.evaluationParameters,
    scripted(actions),
    plan.seed,
    episodeInstance(plan.seed, j, plan.instances),
    { maximumSteps: actions.length },
  )
  for (const [name, values] of Object.entries(stored.episodes)) {
    const played = replay.metrics[name]
    if (played === undefined || Object.is(played, values[j]) || played === values[j]) continue
    throw new GauntletError(
      'replay',
      `episode ${j}: ${name} is ${played}, but the stored cell has ${values[j]}; gauntlet verify compares the rest`,
    )
  }
  return replay
}

/** The actions of every step of episode `j`, beneath any adapter. */
async function episodeActions(
  catalogue: Catalogue,
  store: Store,
  stored: CellResult,
  cell: Cell,
  j: number,
): Promise<ActionArray[]> {
  const { batch } = cell.descriptor.evaluation
  const learner = await createLearner(catalogue, cell)
  try {
    const saved = stored.policy === null ? undefined : store.policy(stored.policy)
    if (saved !== undefined && learner.load !== undefined) learner.load(new Uint8Array(saved))
    else await trainLearner(catalogue, cell, learner)
    const tape = new WorldTape(j % batch, Math.floor(j / batch))
    const environment = await evaluationEnvironment(catalogue, cell, (inner) => tape.listen(inner))
    evaluate(environment, learner.policy, { ...evaluationPlan(cell), episodes: j + 1 })
    return tape.actions
  } finally {
    learner.dispose?.()
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

/** A replay's pictures, from the start to the step before the last, drawn by `draw`. */
export async function frames(
  catalogue: Catalogue,
  replay: Replay,
  draw: (environment: Environment) => string,
): Promise<string[]> {
  const definition = environmentOf(catalogue, replay.environment.id)
  const drawn: string[] = []
  for await (const { t, environment } of playReplay(definition, replay)) {
    if (t < replay.steps) drawn.push(draw(environment))
  }
  return drawn
}

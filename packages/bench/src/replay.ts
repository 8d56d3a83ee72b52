/** One evaluation episode of a stored cell, as a replay: `replayEpisode`, `findCell`, `frames`, `animation`. */
import {
  type ActionArray,
  type Environment,
  GauntletError,
  type Policy,
  type Replay,
  allocateActions,
  animateReplay,
  playReplay,
  recordReplay,
} from '@gauntlet/core'
import { type Catalogue, environmentOf } from './catalogue.ts'
import { evaluationEnvironment, evaluationPlan, trainLearner } from './cell.ts'
import { type Cell, cellName, restoreCell } from './cells.ts'
import { createLearner, frozenOpponent, trainedLearner } from './learner.ts'
import { evaluate, instanceOf } from './evaluate.ts'
import { hooked } from './meter.ts'
import type { CellResult } from './records.ts'
import { compareText } from './report/order.ts'
import { savedRival } from './run.ts'
import type { Store } from './store.ts'

/** Candidates that are listed where words fit several cells. */
const LISTED = 10

/**
 * The finished cell that words name: its key or the beginning of it, or SETTING ALGORITHM [SEED].
 * Errors: GauntletError where none fits, or several.
 */
export function findCell(store: Store, words: readonly string[]): CellResult {
  const found = fittingCells(store, words)
  if (found.length === 1) return found[0]
  const asked = words.join(' ')
  if (found.length === 0) {
    throw new GauntletError(
      'cell',
      `no finished cell in ${store.root} fits ${asked}; expected a key or its beginning, or ` +
        'SETTING ALGORITHM [SEED]; gauntlet report --format json shows all of them',
    )
  }
  const shown = found.slice(0, LISTED).map(candidate)
  const rest = found.length - shown.length
  throw new GauntletError(
    'cell',
    [
      `${found.length} finished cells in ${store.root} fit ${asked}; expected one of`,
      ...shown,
      ...(rest > 0 ? [`  and ${rest} more`] : []),
    ].join('\n'),
  )
}

function fittingCells(store: Store, words: readonly string[]): CellResult[] {
  const keys = store.keys()
  const [first] = words
  const begun = words.length === 1 ? keys.filter((key) => key.startsWith(first.toLowerCase())) : []
  if (begun.length > 0) return begun.map((key) => store.read(key))
  // As cells are shown: `mapf/lifelong:random-8 mapf/pibt seed 3`.
  const [setting, algorithm, seed, ...more] = words.filter((word) => word !== 'seed')
  if (more.length > 0) return []
  return keys
    .map((key) => store.read(key))
    .filter(({ descriptor }) => {
      const { id, setting: name } = descriptor.environment
      return (
        [id, `${id}:${name}`].includes(setting) &&
        [undefined, descriptor.algorithm.id].includes(algorithm) &&
        [undefined, String(descriptor.seed)].includes(seed)
      )
    })
    .toSorted((p, q) => compareText(candidateOrder(p), candidateOrder(q)))
}

function candidate({ key, descriptor }: CellResult): string {
  return `  ${key.slice(0, 12)} ${cellName(descriptor)}`
}

function candidateOrder({ key, descriptor }: CellResult): string {
  const { environment, algorithm, seed } = descriptor
  return [environment.id, environment.setting, algorithm.id, String(seed).padStart(16, '0'), key].join(' ')
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
  const plan = evaluationPlan(catalogue, cell)
  const replay = await recordReplay(
    environmentOf(catalogue, descriptor.environment.id),
    cell.evaluationParameters,
    scripted(actions),
    plan.seed,
    instanceOf(plan, j),
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
  const rival =
    cell.against && (await trainedLearner(catalogue, cell.against, savedRival(store, cell) ?? null))
  const opponents = cell.against && rival && [frozenOpponent(catalogue, cell.against, rival)]
  try {
    const saved = stored.policy === null ? undefined : store.policy(stored.policy)
    if (saved !== undefined && learner.load !== undefined) learner.load(new Uint8Array(saved))
    else await trainLearner(catalogue, cell, learner, { opponents })
    const tape = new WorldTape(j % batch, Math.floor(j / batch))
    const environment = await evaluationEnvironment(catalogue, cell, {
      tap: (inner) => tape.listen(inner),
      opponents,
    })
    evaluate(environment, learner.policy, { ...evaluationPlan(catalogue, cell), episodes: j + 1 })
    return tape.actions
  } finally {
    learner.dispose?.()
    rival?.dispose?.()
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

/** A replay as one animated SVG document. */
export function animation(catalogue: Catalogue, replay: Replay): Promise<string> {
  return animateReplay(environmentOf(catalogue, replay.environment.id), replay)
}

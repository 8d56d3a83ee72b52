/** One evaluation episode of a stored cell, as a replay: `replayEpisode`, `findCell`, `frames`, `animation`. */
import { type Environment, GauntletError, type Replay, animateReplay, playReplay } from '@gauntlet/core'
import { type Catalogue, environmentOf } from './catalogue.ts'
import { trainLearner } from './cell.ts'
import { cellName, restoreCell } from './cells.ts'
import { checkEpisode, recordEpisode } from './episode.ts'
import { createLearner, frozenOpponent, trainedLearner } from './learner.ts'
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
 * Episode `j` of a cell's evaluation, played again by the policy that training left: its saved file, or else trained anew.
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
  const learner = await createLearner(catalogue, cell)
  const rival =
    cell.against && (await trainedLearner(catalogue, cell.against, savedRival(store, cell) ?? null))
  const opponents = cell.against && rival && [frozenOpponent(catalogue, cell.against, rival)]
  try {
    const saved = stored.policy === null ? undefined : store.policy(stored.policy)
    if (saved !== undefined && learner.load !== undefined) learner.load(new Uint8Array(saved))
    else await trainLearner(catalogue, cell, learner, { opponents })
    const steps = recordEpisode(catalogue, cell, learner, j, { opponents })
    let played = await steps.next()
    while (played.done !== true) played = await steps.next()
    checkEpisode(played.value, stored.episodes, j)
    return played.value
  } finally {
    learner.dispose?.()
    rival?.dispose?.()
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

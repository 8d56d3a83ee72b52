/** How a reader computes a cell again: `repeatOf`. */
import type { CellDescriptor } from '@gauntlet/bench'
import type { Repeat } from './site-data.ts'

const CONFIG = 'cell.config.json'

/**
 * Commands that compute a cell, and play an episode of it. A configuration that is not the algorithm's own goes into a file;
 * files among parameters are the reader's to bring.
 */
export function repeatOf(key: string, descriptor: CellDescriptor, variant: object): Repeat {
  const { environment, algorithm, seed, budget, backend } = descriptor
  const place = `${environment.id}:${environment.setting}`
  const limits = [
    `--seeds ${seed + 1}`,
    ...(budget > 0 ? [`--budget ${budget}`, `--backend ${backend}`] : []),
  ].join(' ')
  const changed = Object.keys(variant).length > 0
  const chosen = changed
    ? `--config ${CONFIG} --env ${quoted(place)}`
    : `--env ${quoted(place)} --algo ${quoted(algorithm.id)}`
  const algorithms = [{ id: algorithm.id, configuration: variant }]
  return {
    commands: [`npx gauntlet run ${chosen} ${limits}`, `npx gauntlet replay ${key.slice(0, 12)}`],
    config: changed ? JSON.stringify({ environments: [place], algorithms }, null, 2) : null,
  }
}

function quoted(word: string): string {
  return /^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}

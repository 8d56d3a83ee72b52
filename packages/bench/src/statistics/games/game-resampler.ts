/**
 * Resamples of games as weights of their units, one after another, in place: `GameResampler`.
 *
 * A contender that was trained several times is a sample of what its training brings: its trainings are drawn with
 * replacement, and then the units of each cell as often as its trainings came. Contenders are drawn independently where
 * trainings met across (any with any), a cell then counting the product of its two (Owen 2007, "The pigeonhole
 * bootstrap"). Where they met only by number (the k-th of one the k-th of the other), products would leave most cells
 * out: numbers are drawn once for all. A draw in which two that met have no games left is drawn again.
 */
import { GauntletError, type Seed, type Stream } from '@gauntlet/core'
import type { GameCell, Games } from './games.ts'

/** Draws of trainings, one after another, that may leave some cell without games. */
const MOST_ATTEMPTS = 1000

/** Numbers of trainings that are drawn together, as many as there are. */
interface Draw {
  readonly seeds: readonly number[]
  readonly stream: Stream
  /** How often each number came, by number. */
  readonly copies: Map<number, number>
}

export class GameResampler {
  readonly #games: Games
  readonly #streams: readonly Stream[]
  readonly #draws: readonly Draw[]
  /** [cell]: whose product is how often it counts. */
  readonly #factors: readonly (readonly { readonly draw: Draw; readonly seed: number }[])[]
  /** Cells of two contenders together. */
  readonly #pairs: readonly (readonly number[])[]
  readonly #copies: Float64Array
  readonly #weights: Uint32Array

  /** Draws are keyed by names and numbers of trainings, so that no others change them, nor does any order. */
  constructor(games: Games, seed: Seed) {
    const { cells, contenders } = games
    this.#games = games
    this.#streams = cells.map(({ first, second, seeds: [a, b] }) =>
      seed.fold('units').fold(contenders[first]).fold(contenders[second]).fold(a).fold(b).stream(),
    )
    const drawOf = drawsOf(games, seed.fold('trainings'))
    this.#draws = [...new Set(drawOf.filter((draw) => draw !== undefined))]
    this.#factors = cells.map(({ first, second, seeds }) => {
      const factors = [first, second].flatMap((contender, side) => {
        const draw = drawOf[contender]
        return draw === undefined ? [] : [{ draw, seed: seeds[side] }]
      })
      return factors.length === 2 && factors[0].draw === factors[1].draw ? [factors[0]] : factors
    })
    this.#pairs = pairsOf(cells)
    this.#copies = new Float64Array(cells.length)
    this.#weights = new Uint32Array(games.units)
  }

  /** How often each unit counts: [units]. Rewritten by the next call. */
  next(): Uint32Array {
    this.#drawTrainings()
    this.#weights.fill(0)
    this.#games.cells.forEach(({ start, end }, cell) => {
      const units = end - start
      const stream = this.#streams[cell]
      for (let k = this.#copies[cell] * units; k > 0; k--) this.#weights[start + stream.integer(units)]++
    })
    return this.#weights
  }

  #drawTrainings(): void {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      for (const { seeds, stream, copies } of this.#draws) {
        copies.clear()
        for (let k = 0; k < seeds.length; k++) {
          const seed = seeds[stream.integer(seeds.length)]
          copies.set(seed, (copies.get(seed) ?? 0) + 1)
        }
      }
      this.#factors.forEach((factors, cell) => {
        this.#copies[cell] = factors.reduce(
          (product, { draw, seed }) => product * (draw.copies.get(seed) ?? 0),
          1,
        )
      })
      if (this.#pairs.every((cells) => cells.some((cell) => this.#copies[cell] > 0))) return
    }
    throw new GauntletError(
      'statistics',
      `bootstrap: ${MOST_ATTEMPTS} draws of trainings left contenders without games; expected trainings that meet all ` +
        'others, or those of their own number',
    )
  }
}

/** The draw of each contender's trainings: [contenders]; none where it has one training, which is always it. */
function drawsOf({ cells, contenders }: Games, seed: Seed): readonly (Draw | undefined)[] {
  const trainings = contenders.map((_, i) => new Set(cells.flatMap((cell) => seedsOf(cell, i))))
  const byNumber = cells.every(
    ({ first, second, seeds: [a, b] }) =>
      a === b || trainings[first].size === 1 || trainings[second].size === 1,
  )
  if (!byNumber) {
    return trainings.map((seeds, i) =>
      seeds.size > 1 ? drawFrom(seeds, seed.fold(contenders[i])) : undefined,
    )
  }
  const several = trainings.filter(({ size }) => size > 1)
  const shared = drawFrom(new Set(several.flatMap((seeds) => [...seeds])), seed)
  return trainings.map(({ size }) => (size > 1 ? shared : undefined))
}

function drawFrom(seeds: ReadonlySet<number>, seed: Seed): Draw {
  return { seeds: [...seeds].sort((p, q) => p - q), stream: seed.stream(), copies: new Map() }
}

/** The trainings of one contender in a cell. */
function seedsOf({ first, second, seeds }: GameCell, contender: number): number[] {
  return contender === first ? [seeds[0]] : contender === second ? [seeds[1]] : []
}

function pairsOf(cells: readonly GameCell[]): number[][] {
  const pairs = new Map<string, number[]>()
  cells.forEach(({ first, second }, cell) => {
    const key = `${first},${second}`
    pairs.set(key, [...(pairs.get(key) ?? []), cell])
  })
  return [...pairs.values()]
}

/** Checks of the faces that show the world in another way: post-decision state and mean field. */
import type { Environment } from '../../environment.ts'
import type { MeanFieldFace } from '../../faces.ts'
import { product } from '../../spaces.ts'
import type { ArraySpec } from '../../spec.ts'
import { play, playEpisodes } from '../play.ts'
import { type Check, fail, skip } from '../report.ts'
import { batchDifference } from '../rows.ts'
import { type EnvironmentSubject, faceOf } from '../subject.ts'

export const POPULATION_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'post-decision/observed',
    title: 'the post-decision state is finite, within its bounds, and looking at it changes nothing',
    run: (subject) => requirePostDecision(subject),
  },
  {
    id: 'mean-field/coordinates',
    title: 'agents that are active have coordinates within the extent, the others NaN',
    run: (subject) =>
      watchPopulation(subject, (environment, face, points, t) => {
        for (let i = 0; i < points.length; i++) requireCoordinate(environment, face, points, i, t)
      }),
  },
  {
    id: 'mean-field/final-coordinates',
    title: 'where agents were when an episode ended lies within the extent, or is NaN, and stays the same',
    run: (subject) => requireFinalCoordinates(subject),
  },
  {
    id: 'mean-field/distance',
    title: 'the distance is symmetric, never negative, 0 from a point to itself and once around a period',
    run: (subject) => watchPopulation(subject, requireDistances),
  },
]

async function requirePostDecision(subject: EnvironmentSubject): Promise<string> {
  const [watched, plain] = [await subject.make(2), await subject.make(2)]
  if (!watched.spec.faces.includes('postDecision')) skip('there is no post-decision face')
  const face = faceOf(watched.postDecision, 'postDecision')
  const space = watched.spec.postDecision!
  const width = product(space.shape)
  const out = new Float32Array(2 * watched.spec.agents * width)
  const paid = new Float64Array(2 * watched.spec.agents)
  const players = [play(watched, subject.seed), play(plain, subject.seed)]
  for (let t = 0; t < subject.steps; t++) {
    for (const player of players) player.choose()
    face.observe(players[0].actions, out.fill(NaN))
    const first = out.slice()
    face.observe(players[0].actions, out.fill(NaN))
    face.rewards?.(players[0].actions, paid.fill(NaN))
    if (face.rewards !== undefined && !paid.every(Number.isFinite))
      fail(`step ${t}: got rewards of decisions ${paid.join(', ')}, expected finite numbers`)
    requireWithin(space, first, out, watched.spec.agents * width, t)
    watched.step(players[0].actions)
    plain.step(players[1].actions)
    const difference = batchDifference(plain.spec, watched, plain)
    if (difference !== undefined) fail(`step ${t}, after a look at the post-decision state, ${difference}`)
  }
  return `${subject.steps} steps of 2 worlds`
}

function requireWithin(
  space: ArraySpec,
  first: Float32Array,
  second: Float32Array,
  worldWidth: number,
  t: number,
): void {
  const [low, high] = [Math.fround(space.low), Math.fround(space.high)]
  for (let i = 0; i < first.length; i++) {
    const place = `world ${Math.floor(i / worldWidth)}, step ${t}: post-decision number ${i % worldWidth}`
    if (!(Number.isFinite(first[i]) && first[i] >= low && first[i] <= high)) {
      fail(`${place} is ${first[i]}, expected a finite number from ${low} to ${high}`)
    }
    if (first[i] !== second[i]) fail(`${place} is ${second[i]} the second time, expected ${first[i]}`)
  }
}

async function watchPopulation(
  subject: EnvironmentSubject,
  inspect: (environment: Environment, face: MeanFieldFace, points: Float64Array, t: number) => void,
): Promise<string> {
  const environment = await subject.make(2)
  if (!environment.spec.faces.includes('meanField')) skip('there is no mean-field face')
  const face = faceOf(environment.meanField, 'meanField')
  if (face.extent.length !== face.dimensions) {
    fail(`the extent has ${face.extent.length} coordinates, expected ${face.dimensions}`)
  }
  const points = new Float64Array(2 * environment.spec.agents * face.dimensions)
  const player = play(environment, subject.seed)
  const steps = Math.min(subject.steps, 64)
  for (let t = 0; t <= steps; t++) {
    face.coordinates(points.fill(Infinity))
    inspect(environment, face, points, t)
    player.step()
  }
  return `${steps} steps of 2 worlds`
}

function requireCoordinate(
  { spec, active }: Environment,
  { dimensions, extent }: MeanFieldFace,
  points: Float64Array,
  i: number,
  t: number,
): void {
  const row = Math.floor(i / dimensions)
  const { low, high } = extent[i % dimensions]
  const place = `world ${Math.floor(row / spec.agents)}, agent ${row % spec.agents}, step ${t}: coordinate ${i % dimensions}`
  if (active !== undefined && active[row] === 0) {
    if (!Number.isNaN(points[i]))
      fail(`${place} is ${points[i]}, expected NaN for an agent that is not active`)
  } else if (!(Number.isFinite(points[i]) && points[i] >= low && points[i] <= high)) {
    fail(`${place} is ${points[i]}, expected a number from ${low} to ${high}`)
  }
}

async function requireFinalCoordinates(subject: EnvironmentSubject): Promise<string> {
  const environment = await subject.make(2)
  if (!environment.spec.faces.includes('meanField')) skip('there is no mean-field face')
  const face = faceOf(environment.meanField, 'meanField')
  const { dimensions, extent } = face
  const width = environment.spec.agents * dimensions
  const [points, again] = [new Float64Array(2 * width), new Float64Array(2 * width)]
  const ended = playEpisodes(environment, subject.seed, subject.episodeSteps, (w, _, t) => {
    face.finalCoordinates(points.fill(Infinity))
    face.finalCoordinates(again.fill(Infinity))
    for (let i = w * width; i < (w + 1) * width; i++) {
      const { low, high } = extent[i % dimensions]
      const place = `world ${w}, step ${t}: final coordinate ${i % width}`
      if (!(Number.isNaN(points[i]) || (points[i] >= low && points[i] <= high)))
        fail(`${place} is ${points[i]}, expected NaN or a number from ${low} to ${high}`)
      if (!Object.is(points[i], again[i]))
        fail(`${place} is ${again[i]} the second time, expected ${points[i]}`)
    }
  })
  return `${ended} episodes`
}

function requireDistances({ spec }: Environment, face: MeanFieldFace, points: Float64Array, t: number): void {
  const { dimensions: d, extent } = face
  const pointOf = (a: number): Float64Array => points.slice(a * d, a * d + d)
  for (let a = 0; a < Math.min(spec.agents, 8); a++) {
    const from = pointOf(a)
    if (from.some(Number.isNaN)) continue
    if (face.distance(from, from) !== 0)
      fail(`step ${t}: agent ${a} is ${face.distance(from, from)} from itself`)
    const around = from.map((value, k) =>
      extent[k].periodic ? value + extent[k].high - extent[k].low : value,
    )
    const turn = face.distance(from, around)
    if (!(turn >= 0 && turn < 1e-6))
      fail(`step ${t}: once around the period is ${turn} from agent ${a}, expected 0`)
    for (let b = 0; b < a; b++) {
      const to = pointOf(b)
      if (to.some(Number.isNaN)) continue
      const [there, back] = [face.distance(from, to), face.distance(to, from)]
      if (!(there >= 0)) fail(`step ${t}: agents ${a} and ${b} are ${there} apart, expected at least 0`)
      if (!(Math.abs(there - back) <= 1e-12 * there)) {
        fail(`step ${t}: from agent ${a} to ${b} it is ${there}, back ${back}, expected the same`)
      }
    }
  }
}

/** Checks of the feasible subsets of a combinatorial action. */
import type { Environment } from '../../environment.ts'
import type { FeasibleFace, ReluNetwork } from '../../faces.ts'
import type { Stream } from '../../random/stream.ts'
import { type Player, play } from '../play.ts'
import { requireIllegal } from '../refusals.ts'
import { type Check, fail, skip } from '../report.ts'
import { type EnvironmentSubject, faceOf } from '../subject.ts'

export const FEASIBLE_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'feasible/oracle',
    title: 'the oracle’s subset is feasible, and no feasible subset has a greater total score',
    run: (subject) => watchSets(subject, requireOracle),
  },
  {
    id: 'feasible/enumerate',
    title: 'the enumeration holds every feasible subset once, and nothing beyond its limit',
    run: (subject) => watchSets(subject, requireEnumeration),
  },
  {
    id: 'feasible/maximise',
    title: 'the maximum of a ReLU network over the set is the best of the enumeration',
    run: (subject) => watchSets(subject, requireMaximum),
  },
  {
    id: 'feasible/refused',
    title: 'a subset that is not feasible is refused, naming world and agent, and nothing moves',
    run: (subject) => watchSets(subject, requireRefused),
  },
]

/** Subsets that are enumerated at most. */
const LIMIT = 4096

interface Scene {
  readonly environment: Environment
  readonly face: FeasibleFace
  readonly player: Player
  readonly stream: Stream
  readonly elements: number
  readonly t: number
}

/** Looks at the sets after the reset and after some steps. `inspect` returns how many things it compared. */
async function watchSets(subject: EnvironmentSubject, inspect: (scene: Scene) => number): Promise<string> {
  const environment = await subject.make(2)
  const { action, faces } = environment.spec
  if (!faces.includes('feasible')) skip('there is no feasible face')
  if (action.kind !== 'combinatorial')
    fail(`actions are ${action.kind}, the feasible face needs combinatorial ones`)
  const face = faceOf(environment.feasible, 'feasible')
  const player = play(environment, subject.seed)
  const stream = subject.seed.fold('feasible').stream()
  let compared = 0
  for (let t = 0; t < Math.min(subject.steps, 16); t++) {
    player.choose()
    compared += inspect({ environment, face, player, stream, elements: action.elements, t })
    player.step()
  }
  return compared > 0 ? `${compared} comparisons` : skip(`every set has more than ${LIMIT} subsets`)
}

function eachRow(
  { environment: { batch, spec }, t }: Scene,
  visit: (w: number, a: number, place: string) => void,
): void {
  for (let w = 0; w < batch; w++) {
    for (let a = 0; a < spec.agents; a++) visit(w, a, `world ${w}, agent ${a}, step ${t}`)
  }
}

function requireOracle(scene: Scene): number {
  const { environment, face, stream, elements } = scene
  const rows = environment.batch * environment.spec.agents
  const scores = Float64Array.from({ length: rows * elements }, () => stream.normal())
  const subsets = new Uint8Array(scores.length).fill(165)
  face.oracle(scores, subsets)
  const rivals = new Uint8Array(scores.length)
  face.oracle(
    Float64Array.from(scores, () => stream.normal()),
    rivals,
  )
  eachRow(scene, (w, a, place) => {
    const from = (w * environment.spec.agents + a) * elements
    const own = scores.subarray(from, from + elements)
    const subset = subsets.subarray(from, from + elements)
    const odd = subset.findIndex((bit) => bit > 1)
    if (odd >= 0) fail(`${place}: element ${odd} of the subset is ${subset[odd]}, expected 0 or 1`)
    if (!face.isFeasible(w, a, subset))
      fail(`${place}: the oracle chose ${subset.join('')}, which is not feasible`)
    const others = face.enumerate(w, a, LIMIT) ?? [rivals.subarray(from, from + elements)]
    const total = totalScore(own, subset)
    for (const other of others) {
      if (totalScore(own, other) <= total + 1e-9) continue
      fail(
        `${place}: the oracle chose ${subset.join('')} with total ${total}, ` +
          `expected ${other.join('')} with total ${totalScore(own, other)}`,
      )
    }
  })
  return rows
}

function totalScore(scores: Float64Array, subset: Uint8Array): number {
  return subset.reduce((sum, bit, k) => (bit === 1 ? sum + scores[k] : sum), 0)
}

function requireEnumeration(scene: Scene): number {
  const { environment, face, elements, stream } = scene
  let compared = 0
  eachRow(scene, (w, a, place) => {
    const subsets = face.enumerate(w, a, LIMIT)
    if (subsets === undefined) return
    if (subsets.length === 0) fail(`${place}: no subset is feasible, expected at least one`)
    const texts = new Set(subsets.map((subset) => subset.join('')))
    if (texts.size !== subsets.length)
      fail(`${place}: ${subsets.length} subsets, of which only ${texts.size} differ`)
    const wrong = subsets.find((subset) => !face.isFeasible(w, a, subset))
    if (wrong !== undefined) fail(`${place}: ${wrong.join('')} is enumerated and not feasible`)
    for (const subset of candidates(elements, stream)) {
      if (face.isFeasible(w, a, subset) !== texts.has(subset.join(''))) {
        fail(`${place}: ${subset.join('')} is feasible or enumerated, expected both or neither`)
      }
    }
    if (subsets.length > 1 && face.enumerate(w, a, subsets.length - 1) !== undefined) {
      fail(`${place}: enumerated beyond a limit of ${subsets.length - 1}, expected undefined`)
    }
    if (face.enumerate(w, a, subsets.length)?.length !== subsets.length) {
      fail(`${place}: not enumerated up to a limit of ${subsets.length}, expected all subsets`)
    }
    compared += environment.batch
  })
  return compared
}

/** All subsets of up to 10 elements; 256 at random of more. */
function candidates(elements: number, stream: Stream): Uint8Array[] {
  if (elements <= 10) {
    return Array.from({ length: 1 << elements }, (_, bits) =>
      Uint8Array.from({ length: elements }, (__, k) => (bits >> k) & 1),
    )
  }
  return Array.from({ length: 256 }, () => Uint8Array.from({ length: elements }, () => stream.integer(2)))
}

function requireMaximum(scene: Scene): number {
  const { face, elements, stream } = scene
  let compared = 0
  eachRow(scene, (w, a, place) => {
    const subsets = face.enumerate(w, a, LIMIT)
    if (subsets === undefined || scene.t >= 4) return
    const network = randomNetwork(elements, stream)
    const { subset, value, gap } = face.maximise(w, a, network)
    requireEach(scene, w, a, place)
    if (!face.isFeasible(w, a, subset))
      fail(`${place}: the maximum is at ${subset.join('')}, which is not feasible`)
    const there = evaluate(network, subset)
    if (!near(there, value))
      fail(`${place}: the network is ${there} at ${subset.join('')}, the face says ${value}`)
    const best = subsets.reduce((most, other) => Math.max(most, evaluate(network, other)), -Infinity)
    if (!(gap >= 0)) fail(`${place}: the gap is ${gap}, expected at least 0`)
    if (!(value + gap >= best || near(value + gap, best))) {
      fail(`${place}: the maximum is ${value} within ${gap}, expected ${best} as by enumeration`)
    }
    compared++
  })
  return compared
}

/** Many contexts at once give what each gives alone. */
function requireEach({ face, elements, stream }: Scene, w: number, a: number, place: string): void {
  if (face.maximiseEach === undefined) return
  const { layers } = randomNetwork(elements, stream)
  const contexts = [0, 1, 2].map(() => Float64Array.of(stream.normal(), stream.normal()))
  const rows = Float64Array.from(contexts.flatMap((context) => [...context]))
  const { subsets, values, gaps } = face.maximiseEach(w, a, layers, rows, contexts.length)
  for (const [r, context] of contexts.entries()) {
    const alone = face.maximise(w, a, { context, layers })
    const subset = subsets.subarray(r * elements, (r + 1) * elements)
    if (subset.join() === alone.subset.join() && values[r] === alone.value && gaps[r] === alone.gap) continue
    fail(
      `${place}: the maximum of context ${r} of ${contexts.length} is ${values[r]} at ${subset.join('')}, ` +
        `alone it is ${alone.value} at ${alone.subset.join('')}`,
    )
  }
}

function near(p: number, q: number): boolean {
  return Math.abs(p - q) <= 1e-6 * Math.max(1, Math.abs(p), Math.abs(q))
}

/** Two hidden layers of 4, a context of 2. */
function randomNetwork(elements: number, stream: Stream): ReluNetwork {
  const sizes = [elements + 2, 4, 4, 1]
  const normals = (length: number): Float64Array => Float64Array.from({ length }, () => stream.normal())
  return {
    context: normals(2),
    layers: [0, 1, 2].map((k) => ({
      weights: normals(sizes[k] * sizes[k + 1]),
      biases: normals(sizes[k + 1]),
    })),
  }
}

function evaluate({ context, layers }: ReluNetwork, subset: Uint8Array): number {
  let values = Float64Array.from([...subset, ...context])
  layers.forEach(({ weights, biases }, layer) => {
    const inputs = values
    values = biases.map((bias, out) => {
      const sum = inputs.reduce((total, input, k) => total + weights[out * inputs.length + k] * input, bias)
      return layer < layers.length - 1 ? Math.max(0, sum) : sum
    })
  })
  return values[0]
}

function requireRefused(scene: Scene): number {
  const { environment, face, player, elements, stream, t } = scene
  const { agents } = environment.spec
  const w = t % environment.batch
  const a = t % agents
  const infeasible = candidates(elements, stream).filter((subset) => !face.isFeasible(w, a, subset))
  if (infeasible.length === 0) return 0
  const subset = infeasible[stream.integer(infeasible.length)]
  const place = `world ${w}, agent ${a}, step ${t}: ${subset.join('')}`
  const legal = player.actions.slice()
  player.actions.set(subset, (w * agents + a) * elements)
  requireIllegal(environment, player.actions, w, a, place)
  player.actions.set(legal)
  return 1
}

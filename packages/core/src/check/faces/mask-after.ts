/** Checks of masks of later factors that depend on earlier choices. */
import type { Environment } from '../../environment.ts'
import type { MaskAfterFace } from '../../faces.ts'
import type { Stream } from '../../random/stream.ts'
import { type Player, play } from '../play.ts'
import { requireIllegal } from '../refusals.ts'
import { type Check, fail, skip } from '../report.ts'
import { batchDifference } from '../rows.ts'
import { type EnvironmentSubject, faceOf } from '../subject.ts'

export const MASK_AFTER_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'mask-after/projection',
    title: 'every choice that an earlier mask allows leaves a legal choice in every later factor',
    run: (subject) =>
      watchChoices(subject, (scene) => {
        const { environment, counts, actions, stream } = scene
        const rows = environment.batch * environment.spec.agents
        for (let i = 0; i < rows; i++) {
          for (let f = 0; f < counts.length; f++) {
            const mask = maskOf(scene, f, i)
            const odd = mask.findIndex((bit) => bit > 1)
            if (odd >= 0)
              fail(`${placeOf(scene, i)}: the mask of factor ${f} holds ${mask[odd]}, expected 0 or 1`)
            const legal = choicesIn(mask)
            if (legal.length === 0) {
              const chosen = actions.slice(i * counts.length, i * counts.length + f).join(', ')
              fail(`${placeOf(scene, i)}: after ${chosen || 'no choice'} factor ${f} has no legal choice`)
            }
            actions[i * counts.length + f] = legal[stream.integer(legal.length)]
          }
        }
        return rows
      }),
  },
  {
    id: 'mask-after/joint',
    title: 'a joint choice that the masks forbid is refused, naming world and agent, and nothing moves',
    run: (subject) => watchChoices(subject, requireJointRefused),
  },
]

interface Scene {
  readonly environment: Environment
  readonly face: MaskAfterFace
  readonly player: Player
  /** A copy of legal actions, to write into. */
  readonly actions: Int32Array
  readonly stream: Stream
  readonly counts: readonly number[]
  readonly t: number
}

/** Looks at the masks before every step, beside an environment at which nobody looks. */
async function watchChoices(subject: EnvironmentSubject, inspect: (scene: Scene) => number): Promise<string> {
  const [environment, plain] = [await subject.make(2), await subject.make(2)]
  const { action, faces } = environment.spec
  if (!faces.includes('maskAfter')) skip('no factor depends on another')
  if (action.kind !== 'multi-discrete')
    fail(`actions are ${action.kind}, maskAfter needs multi-discrete ones`)
  const face = faceOf(environment.maskAfter, 'maskAfter')
  const [player, other] = [play(environment, subject.seed), play(plain, subject.seed)]
  const stream = subject.seed.fold('mask-after').stream()
  let compared = 0
  for (let t = 0; t < subject.steps; t++) {
    const actions = Int32Array.from(player.choose())
    compared += inspect({ environment, face, player, actions, stream, counts: action.counts, t })
    environment.step(player.actions)
    other.step()
    const difference = batchDifference(plain.spec, environment, plain)
    if (difference !== undefined) fail(`step ${t}, where masks had been asked for, ${difference}`)
  }
  return compared > 0 ? `${compared} comparisons` : skip('every joint choice is legal')
}

/** The mask of factor `f` in row `i`, after the choices before it in `actions`. */
function maskOf({ environment, face, actions, counts }: Scene, f: number, i: number): Uint8Array {
  const width = counts.reduce((sum, count) => sum + count, 0)
  if (f === 0) return environment.actionMask!.slice(i * width, i * width + counts[0])
  const mask = new Uint8Array(environment.batch * environment.spec.agents * counts[f]).fill(165)
  face.maskAfter(f, actions, mask)
  return mask.slice(i * counts[f], (i + 1) * counts[f])
}

function choicesIn(mask: Uint8Array): number[] {
  return Array.from(mask.keys()).filter((choice) => mask[choice] === 1)
}

function placeOf({ environment: { spec }, t }: Scene, i: number): string {
  return `world ${Math.floor(i / spec.agents)}, agent ${i % spec.agents}, step ${t}`
}

/** Draws joint choices for one row; those that the masks forbid must be refused. */
function requireJointRefused(scene: Scene): number {
  const { environment, actions, counts, stream, player, t } = scene
  const i = t % (environment.batch * environment.spec.agents)
  let refused = 0
  for (let draw = 0; draw < 8; draw++) {
    for (let f = 0; f < counts.length; f++) actions[i * counts.length + f] = stream.integer(counts[f])
    const joint = actions.slice(i * counts.length, (i + 1) * counts.length)
    if (counts.every((_, f) => maskOf(scene, f, i)[joint[f]] === 1)) continue
    const { agents } = environment.spec
    const place = `${placeOf(scene, i)}: ${joint.join(', ')}`
    requireIllegal(environment, actions, Math.floor(i / agents), i % agents, place)
    refused++
  }
  actions.set(player.actions)
  return refused
}

/** Builds `pokemon/vgc`: `makeVgc`; the logs of its battles: `battleLog`, `battleInput`. */
import {
  type Buffers,
  type Environment,
  type EnvironmentSpec,
  GauntletError,
  createEnvironment,
  expertFace,
} from '@gauntlet/core'
import type { Duel } from './duel.ts'
import { type Reader, SideChannel } from './engine/channels.ts'
import { VgcRules } from './vgc-rules.ts'
import { VGC, type VgcParameters } from './vgc.ts'

const READERS: readonly Reader[] = [0, 1, 'spectator']

const rulesOf: WeakMap<Environment, VgcRules> = new WeakMap()

export function makeVgc(parameters: VgcParameters, spec: EnvironmentSpec, batch: number): Environment {
  let kept: VgcRules | undefined
  const environment = createEnvironment(VGC, spec, batch, (buffers: Buffers) => {
    const rules = new VgcRules(parameters, buffers)
    kept = rules
    const faces = {
      expert: expertFace(VGC, spec, (name) => rules.expert(name)),
      maskAfter: {
        maskAfter: (factor: number, actions: Int32Array, mask: Uint8Array) =>
          rules.maskAfter(factor, actions, mask),
      },
    }
    const dataset = rules.dataset()
    return { rules, faces: { ...faces, ...(dataset && { dataset }) } }
  })
  rulesOf.set(environment, kept!)
  return environment
}

/**
 * The battle that a world plays (in the step that ended one, that), as the lines that a reader may see of it so far: player 0 or 1, or a spectator. They are
 * the standard protocol, which viewers of Showdown's replays read, without times.
 *
 * Errors: GauntletError where the environment is none of `pokemon/vgc` itself, or the world does not exist.
 */
export function battleLog(environment: Environment, world: number, reader: Reader): string[] {
  if (!READERS.includes(reader)) {
    throw new GauntletError('reader', `battleLog: got reader ${String(reader)}, expected 0, 1 or spectator`)
  }
  return new SideChannel(reader).read(duelOf(environment, world).battle.log)
}

/**
 * All that decided the battle that a world plays (in the step that ended one, that), so far: lines that the engine, and this environment's parameter `logs`,
 * play again to the same end.
 *
 * Errors: as `battleLog`.
 */
export function battleInput(environment: Environment, world: number): readonly string[] {
  return [...duelOf(environment, world).battle.inputLog]
}

/**
 * The battle of a world itself, with what each player knows and may do (`legal[player].pairs`, the flat list of joint actions). It
 * shows what is hidden, and is not to be moved but by the environment; its `copy` may.
 *
 * Errors: as `battleLog`.
 */
export function duelOf(environment: Environment, world: number): Duel {
  const rules = rulesOf.get(environment)
  if (rules === undefined) {
    throw new GauntletError('environment', `got an environment that is not ${VGC}’s own, expected one`)
  }
  return rules.duel(world)
}

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
 * The battle that a world plays, as the lines that a reader may see of it so far: player 0 or 1, or a spectator. They are
 * the standard protocol, which viewers of Showdown's replays read, without times.
 *
 * Errors: GauntletError where the environment is none of `pokemon/vgc` itself, or the world does not exist.
 */
export function battleLog(environment: Environment, world: number, reader: Reader): string[] {
  return new SideChannel(reader).read(duelOf(environment, world).battle.log)
}

/**
 * All that decided the battle that a world plays, so far: lines that the engine, and this environment's parameter `logs`,
 * play again to the same end.
 *
 * Errors: as `battleLog`.
 */
export function battleInput(environment: Environment, world: number): readonly string[] {
  return [...duelOf(environment, world).battle.inputLog]
}

function duelOf(environment: Environment, world: number): Duel {
  const rules = rulesOf.get(environment)
  if (rules === undefined) {
    throw new GauntletError('environment', `got an environment that is not ${VGC}’s own, expected one`)
  }
  return rules.duel(world)
}

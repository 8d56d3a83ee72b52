/** Against policies that never change: the part `FROZEN`. */
import { type EnvironmentSpec, namedOpponents, opponentNames, text, uniformPolicy } from '@gauntlet/core'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { type Scheduler, advanced } from './scheduler.ts'

/** All of the environment's opponents, each in as many episodes. */
export const MIX = 'mix'

/** Each of the scripted policies in as many episodes. */
function frozen(names: readonly string[]): Scheduler {
  return {
    oppose: (actor) => ({
      policy: actor.policy(),
      players: ({ expert, spec: { experts = [] } }) =>
        names.map((name) =>
          experts.some((scripted) => scripted.name === name) ? expert!.policy(name) : uniformPolicy(),
        ),
      draw: (stream) => stream.integer(names.length),
      advance: () => advanced(),
      state: () => ({}),
      load() {},
      dispose() {},
    }),
  }
}

/** Errors: GauntletError naming a target that is none of the environment's scripted policies, nor random play. */
function targets(target: string, spec: EnvironmentSpec): readonly string[] {
  const names = target === MIX ? opponentNames(spec) : [target]
  namedOpponents(names, spec)
  return names
}

/**
 * A scripted policy, random play, or a uniform mixture of the environment's opponents, drawn episode by episode. One that remembers
 * forgets wherever a collection begins, since what it remembers cannot be saved.
 */
export const FROZEN: PartDefinition<'scheduler'> = definePart({
  id: 'frozen',
  slot: 'scheduler',
  parameters: {
    target: text({
      default: MIX,
      description: `A scripted policy of the environment, random, or ${MIX}: each of its opponents in as many episodes`,
    }),
  },
  columns: { reads: [], adds: ['opponents'], needs: {} },
  build: ({ target }, { spec }) => frozen(targets(target, spec)),
})

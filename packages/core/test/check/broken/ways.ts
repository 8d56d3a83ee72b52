/** Ways to break an environment (`altered`, `respecified`, `rebuilt`, …) and `BrokenRow`, one in a table of broken ones. */
import type { CheckOptions } from '../../../src/check/index.ts'
import type { EnvironmentDefinition } from '../../../src/definition.ts'
import type { Environment } from '../../../src/environment.ts'
import type { SnapshotFace } from '../../../src/faces.ts'
import type { EnvironmentSpec } from '../../../src/spec.ts'
import type { ActionArray } from '../../../src/spaces.ts'

type Definition = EnvironmentDefinition

/** A definition of any parameters as the harness sees it. */
export function plain<P extends object>(definition: EnvironmentDefinition<P>): Definition {
  return definition as unknown as Definition
}

/** The definition with other properties. */
export function altered<P extends object>(
  definition: EnvironmentDefinition<P>,
  changes: (sound: Definition) => Partial<Definition>,
): Definition {
  const sound = plain(definition)
  return { ...sound, ...changes(sound) }
}

/** The same environment under another spec, when it is described and when it is built. */
export function respecified<P extends object>(
  definition: EnvironmentDefinition<P>,
  change: (spec: EnvironmentSpec) => object,
): Definition {
  const other = (spec: EnvironmentSpec): EnvironmentSpec => ({ ...spec, ...change(spec) })
  return altered(definition, (sound) => ({
    describe: (given) => other(sound.describe(given)),
    make: async (given, batch) => {
      const environment = await sound.make(given, batch)
      return { ...environment, spec: other(environment.spec) }
    },
  }))
}

/** Environments with some of their methods, faces or buffers replaced. */
export function rebuilt<P extends object>(
  definition: EnvironmentDefinition<P>,
  change: (sound: Environment) => Partial<Environment>,
): Definition {
  return altered(definition, (sound) => ({
    make: async (given, batch) => {
      const environment = await sound.make(given, batch)
      // Simulators are sound, and therefore none of what is rebuilt.
      const { simulator: _, ...snapshot } = environment.snapshot ?? {}
      const own = { ...environment, ...(environment.snapshot && { snapshot: snapshot as SnapshotFace }) }
      return { ...own, ...change(own) }
    },
  }))
}

/** Environments in which something happens to the buffers after every step. */
export function afterStep<P extends object>(
  definition: EnvironmentDefinition<P>,
  happens: (environment: Environment, actions: ActionArray) => void,
): Definition {
  return rebuilt(definition, (sound) => ({
    step(actions) {
      sound.step(actions)
      happens(sound, actions)
    },
  }))
}

/** Environments in which something happens to the buffers wherever an episode has ended. */
export function atEnd<P extends object>(
  definition: EnvironmentDefinition<P>,
  happens: (environment: Environment, world: number) => void,
): Definition {
  return afterStep(definition, (environment) => {
    for (let w = 0; w < environment.batch; w++) if (environment.ended[w] === 1) happens(environment, w)
  })
}

/** Environments that find another way where a step is refused; `mend` writes other actions and says whether it did. */
export function mended<P extends object>(
  definition: EnvironmentDefinition<P>,
  mend: (environment: Environment, actions: ActionArray) => boolean,
): Definition {
  return rebuilt(definition, (sound) => ({
    step(actions) {
      try {
        sound.step(actions)
      } catch (error) {
        const others = actions.slice()
        if (!mend(sound, others)) throw error
        sound.step(others)
      }
    },
  }))
}

/** A broken environment and all that fails on it. */
export interface BrokenRow {
  readonly what: string
  readonly world: EnvironmentDefinition
  /** Ids of all checks that fail, in the order of the report. */
  readonly fails: readonly string[]
  readonly options?: CheckOptions
}

/** Methods as data: `defineMethod`, `MethodSource`. */
import {
  type AlgorithmDefinition,
  type AlgorithmSource,
  GauntletError,
  type Learner,
  type Recipe,
  SLOTS,
  type Schema,
  type Slot,
  checkComposition,
  defineAlgorithm,
  requirementOf,
} from '@gauntlet/core'
import { loadBackend } from '../networks/backends.ts'
import { partOf } from './parts.ts'
import { type BuildContext, type PartDefinition, only } from './part.ts'

type Told = 'id' | 'version' | 'family' | 'summary' | 'source' | 'alwaysDraws' | 'check'

/**
 * A method: a recipe, and what of it can be configured. In the recipe's parameters a text `$name` stands for the field
 * `name` of the configuration; everything else stands for itself. It is JSON, and part of a cell's key.
 */
export interface MethodSource<C extends object> extends Pick<AlgorithmSource<C>, Told> {
  readonly recipe: Recipe
  readonly configuration: Schema<C>
}

/**
 * The algorithm that a recipe makes.
 *
 * Errors: GauntletError naming the method where the recipe names an unknown slot, part or field, has not one trainer, or its parts do
 * not fit (core's `checkComposition` and `requirementOf`).
 */
export function defineMethod<C extends object>(method: MethodSource<C>): AlgorithmDefinition<C> {
  const { recipe, configuration: fields } = method
  const steps = stepsOf(method.id, recipe)
  const names = Object.keys(fields)
  const defaults = Object.fromEntries(
    Object.entries<{ default: unknown }>(fields).map(([name, field]) => [name, field.default]),
  )
  const parts = steps.map(({ part, parameters }) => {
    checkReferences(method.id, part, parameters, names)
    return part.describe(filled(parameters, defaults))
  })
  const requires = named(method.id, () => {
    checkComposition(parts)
    return requirementOf(parts)
  })
  return defineAlgorithm<C>({
    ...method,
    // Without an optimiser there is nothing to train.
    trains: recipe.optimiser !== undefined,
    requires,
    async create({ spec, configuration, seed, backend }) {
      const built = emptyBuilt()
      const context: BuildContext = { spec, seed, backend: await loadBackend(backend), built }
      return named(method.id, (): Learner => {
        for (const { part, parameters } of steps) {
          const contents: unknown = part.build(filled(parameters, configuration), context)
          built[part.slot].push(contents)
        }
        return only(context.built, 'trainer')
      })
    },
  })
}

/** What `make` makes; where parts do not fit together, its error names the method. */
function named<T>(id: string, make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof GauntletError) || error.code !== 'composition') throw error
    throw new GauntletError('composition', `${id}: ${error.message}`, { cause: error })
  }
}

interface Step {
  readonly part: PartDefinition
  readonly parameters: Readonly<Record<string, unknown>>
}

/** The parts of a recipe, slot by slot in the order in which data passes through them. */
function stepsOf(id: string, recipe: Recipe): Step[] {
  const refuse = (why: string): never => {
    throw new GauntletError('composition', `${id}: ${why}`)
  }
  const unknown = Object.keys(recipe).find((slot) => !(SLOTS as readonly string[]).includes(slot))
  if (unknown !== undefined) refuse(`there is no slot ${unknown}; the slots are ${SLOTS.join(', ')}`)
  const trainers = recipe.trainer?.length ?? 0
  if (trainers !== 1) refuse(`the slot trainer has ${trainers} parts, expected one`)
  return SLOTS.flatMap((slot) =>
    (recipe[slot] ?? []).map(({ part: name, parameters = {} }) => {
      const part = partOf(slot, name)
      return part === undefined ? refuse(`the slot ${slot} has no part ${name}`) : { part, parameters }
    }),
  )
}

const isReference = (value: unknown): value is string => typeof value === 'string' && value.startsWith('$')

function checkReferences(
  id: string,
  part: PartDefinition,
  parameters: Step['parameters'],
  fields: readonly string[],
): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (!isReference(value) || fields.includes(value.slice(1))) continue
    throw new GauntletError(
      'composition',
      `${id}: ${part.slot} ${part.id}.${name}: got ${value}, expected a field of the configuration: ${fields.join(', ')}`,
    )
  }
}

/** The parameters with the fields' values for what refers to them. */
function filled(parameters: Step['parameters'], configuration: object): Readonly<Record<string, unknown>> {
  const values = configuration as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      isReference(value) ? values[value.slice(1)] : value,
    ]),
  )
}

type Growing = { readonly [S in Slot]: unknown[] } & BuildContext['built']

function emptyBuilt(): Growing {
  return Object.fromEntries(SLOTS.map((slot) => [slot, []])) as unknown as Growing
}

/** Parts as a recipe names and builds them: `partNamed`, `partBuilt`; `everyPart`. */
import { readdirSync } from 'node:fs'
import { type EnvironmentSpec, SLOTS, Seed, type Slot } from '@gauntlet/core'
import { loadBackend } from '../src/networks/backends.ts'
import type { Built, PartDefinition, SlotContents } from '../src/recipe/part.ts'
import { partOf } from '../src/recipe/parts.ts'
import { tiny } from './tiny.ts'

/** What parts are built from, where that matters: no parts stand before them. */
interface Place {
  readonly spec?: EnvironmentSpec
  readonly seed?: Seed
}

export function partNamed<S extends Slot>(slot: S, id: string): PartDefinition<S> {
  const part = partOf(slot, id)
  if (part === undefined) throw new Error(`the slot ${slot} has no part ${id}`)
  return part as PartDefinition<S>
}

/** What the part of that name becomes, with parameters as in a recipe. */
export async function partBuilt<S extends Slot>(
  slot: S,
  id: string,
  parameters: Readonly<Record<string, unknown>> = {},
  { spec = tiny.describe({}), seed = Seed.from(0) }: Place = {},
): Promise<SlotContents[S]> {
  const built = Object.fromEntries(SLOTS.map((each) => [each, []])) as unknown as Built
  return partNamed(slot, id).build(parameters, { spec, seed, backend: await loadBackend('wasm'), built })
}

/** A part and the file, below `src/`, that exports it. */
export interface Registered {
  readonly part: PartDefinition
  readonly file: string
}

/**
 * Every part that recipes may name, by slot in the order of `SLOTS` and by id; found among what the sources export, for the register
 * itself cannot be listed. A part that a file exports by itself and another in a list is the former's.
 */
export async function everyPart(): Promise<readonly Registered[]> {
  const source = new URL('../src/', import.meta.url)
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  const found = new Map<PartDefinition, string>()
  const listed = new Map<PartDefinition, string>()
  for (const file of files.toSorted()) {
    const exported = (await import(new URL(file, source).pathname)) as Readonly<Record<string, unknown>>
    for (const value of Object.values(exported)) {
      if (isRegistered(value)) found.set(value, file)
      else if (Array.isArray(value)) for (const each of value.filter(isRegistered)) listed.set(each, file)
    }
  }
  const all = [...new Map([...listed, ...found])].map(([part, file]) => ({ part, file }))
  const place = ({ part: { slot } }: Registered): number => SLOTS.indexOf(slot)
  return all.sort((p, q) => place(p) - place(q) || (p.part.id < q.part.id ? -1 : 1))
}

function isRegistered(value: unknown): value is PartDefinition {
  if (typeof value !== 'object' || value === null || !('slot' in value && 'describe' in value)) return false
  const part = value as PartDefinition
  return partOf(part.slot, part.id) === part
}

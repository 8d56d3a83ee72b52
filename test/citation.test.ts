/** CITATION.cff keeps to the schema of the Citation File Format 1.2.0, as far as it uses it, and cites what is here. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { ROOT } from './scripts/workspace-copy.ts'

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const json = (path: string): Record<string, unknown> => JSON.parse(read(path)) as Record<string, unknown>

/** Fields of the schema: what stands under each. Anything else is refused, as by the schema itself. */
const TEXT = expect.stringMatching(/\S/)
const FIELDS: Readonly<Record<string, unknown>> = {
  'cff-version': '1.2.0',
  message: TEXT,
  type: expect.stringMatching(/^(?:software|dataset)$/),
  title: TEXT,
  abstract: TEXT,
  // An entity has a name; a person would have other fields.
  authors: expect.arrayContaining([{ name: TEXT }]),
  version: TEXT,
  license: expect.stringMatching(/^[A-Za-z0-9][A-Za-z0-9.+-]*$/),
  keywords: expect.arrayContaining([TEXT]),
}
const REQUIRED = ['authors', 'cff-version', 'message', 'title']

test('CITATION.cff is one of version 1.2.0', () => {
  const citation = parse(read('CITATION.cff')) as Record<string, unknown>
  expect(Object.keys(citation)).toEqual(expect.arrayContaining(REQUIRED))
  for (const [field, value] of Object.entries(citation))
    expect({ [field]: value }).toEqual({ [field]: FIELDS[field] })
})

test('it cites this software: its licence, and the version of the harness', () => {
  const { title, type, license, version } = parse(read('CITATION.cff')) as Record<string, unknown>
  expect({ title, type, license }).toEqual({
    title: 'Gauntlet',
    type: 'software',
    license: json('package.json').license,
  })
  expect(version).toBe(json('packages/bench/package.json').version)
})

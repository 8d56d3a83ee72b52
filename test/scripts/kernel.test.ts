import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { KernelModule } from '@gauntlet/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compile, writeKernel } from '../../scripts/lib/kernel.mjs'

let folder: string

beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'gauntlet kernel '))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function url(name: string): URL {
  return pathToFileURL(join(folder, name))
}

/** A source of that text. */
function source(name: string, text: string): URL {
  writeFileSync(url(name), text)
  return url(name)
}

test('what is written runs: all that the sources export, over the memory that it is given', async () => {
  const sources = [
    source('double.ts', 'export function double(at: usize): void { store<f64>(at, 2 * load<f64>(at)) }'),
    source('negate.ts', 'export function negate(at: usize): void { store<f64>(at, -load<f64>(at)) }'),
  ]
  const kernel = { sources, target: url('bytes.ts') }
  await writeKernel(kernel)
  const { KERNEL_HEX } = (await import(kernel.target.href)) as { KERNEL_HEX: string }
  expect(KERNEL_HEX).toBe(await compile(kernel))
  interface Functions {
    double(at: number): void
    negate(at: number): void
  }
  const { functions, buffer } = new KernelModule<Functions>('test', KERNEL_HEX).instantiate(16)
  const numbers = new Float64Array(buffer, 0, 2).fill(1.5)
  functions.double(8)
  functions.negate(8)
  expect([...numbers]).toEqual([1.5, -3])
})

test('a source that does not compile is refused with its file, line and fault', async () => {
  const sources = [source('wrong.ts', 'export function wrong(): i32 {\n  return missing\n}\n')]
  const compiling = compile({ sources, target: url('bytes.ts') })
  await expect(compiling).rejects.toThrow(/Cannot find name 'missing'[\s\S]*wrong\.ts\(2,10\)/)
})

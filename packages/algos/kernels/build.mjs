#!/usr/bin/env node
/**
 * Compiles the kernels of this folder into `src/dense/dense-kernel-bytes.ts`: `node kernels/build.mjs`.
 * The same source gives the same bytes: `test/dense-kernel.test.ts` compares.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { main } from 'assemblyscript/asc'

const SOURCES = new Map([
  ['products.ts', new URL('products.ts', import.meta.url)],
  ['activations.ts', new URL('activations.ts', import.meta.url)],
  ['links.ts', new URL('links.ts', import.meta.url)],
])
const TARGET = new URL('../src/dense/dense-kernel-bytes.ts', import.meta.url)
const LINE = 100

/** The kernel's bytes in hexadecimal digits. Deterministic SIMD only: the relaxed kind stays off. */
export async function compileKernel() {
  /** @type {Uint8Array | undefined} */
  let bytes
  const { error, stderr } = await main(
    [...SOURCES.keys(), '--outFile', 'dense.wasm', '-O3', '--enable', 'simd', '--runtime', 'stub', '--importMemory', '--noAssert'], // prettier-ignore
    {
      readFile: (name) => {
        const source = SOURCES.get(name)
        return source === undefined ? null : readFileSync(source, 'utf8')
      },
      writeFile: (name, contents) => {
        if (name === 'dense.wasm' && typeof contents !== 'string') bytes = contents
      },
      listFiles: () => [],
    },
  )
  if (error !== null || bytes === undefined) throw error ?? new Error(stderr.toString())
  return Buffer.from(bytes).toString('hex')
}

/** @param {string} hex */
function sourceOf(hex) {
  const lines = hex.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? []
  return [
    '/** The kernels of `kernels/`, compiled by `kernels/build.mjs`: bytes in hexadecimal digits. */',
    `export const KERNEL_HEX: string = /* @__PURE__ */ [`,
    ...lines.map((line) => `  '${line}',`),
    "].join('')",
    '',
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(TARGET, sourceOf(await compileKernel()))

#!/usr/bin/env node
/**
 * Compiles `kernels/network.ts` into `src/network/network-kernel-bytes.ts`: `node kernels/build.mjs`.
 * The same source gives the same bytes: `test/network/kernel.test.ts` compares.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { main } from 'assemblyscript/asc'

const SOURCE = new URL('network.ts', import.meta.url)
const TARGET = new URL('../src/network/network-kernel-bytes.ts', import.meta.url)
const LINE = 100

/** The kernel's bytes in hexadecimal digits. Deterministic SIMD only: the relaxed kind stays off. */
export async function compileKernel() {
  const source = readFileSync(SOURCE, 'utf8')
  /** @type {Uint8Array | undefined} */
  let bytes
  const { error, stderr } = await main(
    ['network.ts', '--outFile', 'network.wasm', '-O3', '--enable', 'simd', '--runtime', 'stub', '--importMemory', '--noAssert'], // prettier-ignore
    {
      readFile: (name) => (name === 'network.ts' ? source : null),
      writeFile: (name, contents) => {
        if (name === 'network.wasm' && typeof contents !== 'string') bytes = contents
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
    '/** `kernels/network.ts`, compiled by `kernels/build.mjs`: bytes in hexadecimal digits. */',
    `export const KERNEL_HEX: string = /* @__PURE__ */ [`,
    ...lines.map((line) => `  '${line}',`),
    "].join('')",
    '',
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(TARGET, sourceOf(await compileKernel()))

/** WebAssembly kernels made from AssemblyScript: `compile`, `writeKernel`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { main } from 'assemblyscript/asc'

/**
 * What one kernel is made from, in the order in which it is compiled, and the TypeScript file that holds its bytes.
 *
 * @typedef {{ readonly sources: readonly URL[], readonly target: URL }} Kernel
 */

const BINARY = 'kernel.wasm'
/** Deterministic SIMD only: the relaxed kind stays off. The memory comes from outside, as `env.memory`. */
const OPTIONS = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--importMemory', '--noAssert']
const LINE = 100

/**
 * The kernel's bytes in hexadecimal digits; the same sources give the same. Errors: what the compiler says of them.
 *
 * @param {Kernel} kernel
 */
export async function compile({ sources }) {
  const files = new Map(sources.map((source) => [nameOf(source), source]))
  /** @type {Uint8Array | undefined} */
  let bytes
  const { error, stderr } = await main([...files.keys(), '--outFile', BINARY, ...OPTIONS], {
    readFile: (name) => {
      const source = files.get(name)
      return source === undefined ? null : readFileSync(source, 'utf8')
    },
    writeFile: (name, contents) => {
      if (name === BINARY && typeof contents !== 'string') bytes = contents
    },
    listFiles: () => [],
  })
  if (error !== null || bytes === undefined) throw new Error(stderr.toString(), { cause: error })
  return Buffer.from(bytes).toString('hex')
}

/**
 * Compiles a kernel and writes its bytes where they belong.
 *
 * @param {Kernel} kernel
 */
export async function writeKernel(kernel) {
  const { sources, target } = kernel
  const title = sources.length === 1 ? `\`kernels/${nameOf(sources[0])}\`` : 'The kernels of `kernels/`'
  const lines = (await compile(kernel)).match(new RegExp(`.{1,${LINE}}`, 'g')) ?? []
  const text = [
    `/** ${title}, compiled by \`kernels/build.mjs\`: bytes in hexadecimal digits. */`,
    'export const KERNEL_HEX: string = /* @__PURE__ */ [',
    ...lines.map((line) => `  '${line}',`),
    "].join('')",
    '',
  ]
  writeFileSync(target, text.join('\n'))
}

/** @param {URL} source */
function nameOf(source) {
  return basename(source.pathname)
}

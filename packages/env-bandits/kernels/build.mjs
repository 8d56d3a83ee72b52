#!/usr/bin/env node
/**
 * Compiles `kernels/arms.ts` into `src/arms-kernel-bytes.ts` and `kernels/layers.ts` into
 * `src/coupled/block-kernel-bytes.ts`: `node kernels/build.mjs`. The same source gives the same bytes:
 * `test/arms-kernel.test.ts` and `test/coupled/block-layers.test.ts` compare.
 */
import { compile, writeKernel } from '../../../scripts/lib/kernel.mjs'

const ARMS = {
  sources: [new URL('arms.ts', import.meta.url)],
  target: new URL('../src/arms-kernel-bytes.ts', import.meta.url),
}

const LAYERS = {
  sources: [new URL('layers.ts', import.meta.url)],
  target: new URL('../src/coupled/block-kernel-bytes.ts', import.meta.url),
}

/** The kernels' bytes in hexadecimal digits. */
export const compileArms = () => compile(ARMS)
export const compileLayers = () => compile(LAYERS)

if (process.argv[1] === import.meta.filename) {
  await writeKernel(ARMS)
  await writeKernel(LAYERS)
}

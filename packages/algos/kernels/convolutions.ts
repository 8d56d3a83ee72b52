/**
 * Convolutions of 3 by 3 cells in AssemblyScript with SIMD: `convolve`, `addKernelGradient`, `framePlanes`, `cropPlanes`. The
 * same in TypeScript, and what it means, is in `src/dense/host-convolutions.ts`; tests compare.
 *
 * Numbers are float32, and arrays are given as addresses. A *framed image* is [height + 2, width + 2, channels], zero along
 * its edge, so that the three cells of a kernel's row are one run of numbers. *Panels* are those of `products.ts`: eight
 * columns of [W; b] for W [9 inputs, outputs]. `outputs` is a multiple of eight.
 */

const PANEL: i32 = 8
const ROW: i32 = 3

/**
 * y ← [max(0, ·) where `rectified`] x * W + b + skip, for framed images x of `inputs` channels and y and skip of `outputs`; only what is
 * inside y's edge is written. No skip is address 0. Four columns at a time: the last of them again where there are fewer.
 */
export function convolve(
  x: usize,
  panels: usize,
  y: usize,
  skip: usize,
  images: i32,
  height: i32,
  width: i32,
  inputs: i32,
  outputs: i32,
  rectified: i32,
): void {
  const cell = bytes(inputs)
  const line = bytes((width + 2) * inputs)
  const run = (<usize>(ROW * inputs)) << 5
  const toCell = bytes(outputs)
  const toLine = bytes((width + 2) * outputs)
  const zero = f32x4.splat(0)
  const right = width - 1
  for (let i = 0; i < images; i++) {
    for (let j = 0; j < outputs; j += PANEL) {
      const panel = panels + (<usize>j >> 3) * (3 * run + 32)
      const low = v128.load(panel + 3 * run)
      const high = v128.load(panel + 3 * run, 16)
      for (let r = 0; r < height; r++) {
        for (let c = 0; c < width; c += 4) {
          const c1 = min(c + 1, right)
          const c2 = min(c + 2, right)
          const c3 = min(c + 3, right)
          let low0 = low
          let low1 = low
          let low2 = low
          let low3 = low
          let high0 = high
          let high1 = high
          let high2 = high
          let high3 = high
          let w = panel
          for (let k = 0; k < ROW; k++) {
            const from = x + <usize>(r + k) * line
            let x0 = from + <usize>c * cell
            let x1 = from + <usize>c1 * cell
            let x2 = from + <usize>c2 * cell
            let x3 = from + <usize>c3 * cell
            const end = w + run
            do {
              const wLow = v128.load(w)
              const wHigh = v128.load(w, 16)
              const s0 = v128.load32_splat(x0)
              low0 = f32x4.add(low0, f32x4.mul(s0, wLow))
              high0 = f32x4.add(high0, f32x4.mul(s0, wHigh))
              const s1 = v128.load32_splat(x1)
              low1 = f32x4.add(low1, f32x4.mul(s1, wLow))
              high1 = f32x4.add(high1, f32x4.mul(s1, wHigh))
              const s2 = v128.load32_splat(x2)
              low2 = f32x4.add(low2, f32x4.mul(s2, wLow))
              high2 = f32x4.add(high2, f32x4.mul(s2, wHigh))
              const s3 = v128.load32_splat(x3)
              low3 = f32x4.add(low3, f32x4.mul(s3, wLow))
              high3 = f32x4.add(high3, f32x4.mul(s3, wHigh))
              x0 += 4
              x1 += 4
              x2 += 4
              x3 += 4
              w += 32
            } while (w < end)
          }
          const to = <usize>(r + 1) * toLine + toCell + bytes(j)
          const to0 = to + <usize>c * toCell
          const to1 = to + <usize>c1 * toCell
          const to2 = to + <usize>c2 * toCell
          const to3 = to + <usize>c3 * toCell
          if (skip != 0) {
            low0 = f32x4.add(low0, v128.load(skip + to0))
            high0 = f32x4.add(high0, v128.load(skip + to0, 16))
            low1 = f32x4.add(low1, v128.load(skip + to1))
            high1 = f32x4.add(high1, v128.load(skip + to1, 16))
            low2 = f32x4.add(low2, v128.load(skip + to2))
            high2 = f32x4.add(high2, v128.load(skip + to2, 16))
            low3 = f32x4.add(low3, v128.load(skip + to3))
            high3 = f32x4.add(high3, v128.load(skip + to3, 16))
          }
          if (rectified) {
            low0 = f32x4.max(low0, zero)
            high0 = f32x4.max(high0, zero)
            low1 = f32x4.max(low1, zero)
            high1 = f32x4.max(high1, zero)
            low2 = f32x4.max(low2, zero)
            high2 = f32x4.max(high2, zero)
            low3 = f32x4.max(low3, zero)
            high3 = f32x4.max(high3, zero)
          }
          v128.store(y + to0, low0)
          v128.store(y + to0, high0, 16)
          v128.store(y + to1, low1)
          v128.store(y + to1, high1, 16)
          v128.store(y + to2, low2)
          v128.store(y + to2, high2, 16)
          v128.store(y + to3, low3)
          v128.store(y + to3, high3, 16)
        }
      }
    }
    x += <usize>(height + 2) * line
    y += <usize>(height + 2) * toLine
    if (skip != 0) skip += <usize>(height + 2) * toLine
  }
}

/**
 * Adds to gradient [9 inputs + 1, outputs] that of W and b, from framed images x and the gradient dy by what `convolve` made of
 * them: a sum over all cells of all images is taken first, and added then.
 */
export function addKernelGradient(
  x: usize,
  dy: usize,
  gradient: usize,
  images: i32,
  height: i32,
  width: i32,
  inputs: i32,
  outputs: i32,
): void {
  for (let j = 0; j < outputs; j += PANEL) {
    const panel = dy + bytes(j)
    for (let k = 0; k < ROW * ROW; k++) {
      const from = x + bytes(((k / ROW) * (width + 2) + (k % ROW)) * inputs)
      const to = gradient + bytes(k * inputs * outputs + j)
      for (let c = 0; c < inputs; c += 4) {
        addPatch(
          from + bytes(c),
          panel,
          to + bytes(c * outputs),
          images,
          height,
          width,
          inputs,
          outputs,
          inputs - c,
        )
      }
    }
    addSums(panel, gradient + bytes(ROW * ROW * inputs * outputs + j), images, height, width, outputs)
  }
}

/** Of up to four channels of one cell of the kernel, and eight outputs. */
function addPatch(
  from: usize,
  dy: usize,
  to: usize,
  images: i32,
  height: i32,
  width: i32,
  inputs: i32,
  outputs: i32,
  count: i32,
): void {
  const cell = bytes(inputs)
  const dCell = bytes(outputs)
  const o1: usize = count > 1 ? 4 : 0
  const o2: usize = count > 2 ? 8 : 0
  const o3: usize = count > 3 ? 12 : 0
  let low0 = f32x4.splat(0)
  let low1 = low0
  let low2 = low0
  let low3 = low0
  let high0 = low0
  let high1 = low0
  let high2 = low0
  let high3 = low0
  for (let i = 0; i < images; i++) {
    for (let r = 0; r < height; r++) {
      let a = from + <usize>((i * (height + 2) + r) * (width + 2)) * cell
      let d = dy + <usize>((i * (height + 2) + r + 1) * (width + 2) + 1) * dCell
      const end = d + <usize>width * dCell
      do {
        const dLow = v128.load(d)
        const dHigh = v128.load(d, 16)
        const s0 = v128.load32_splat(a)
        low0 = f32x4.add(low0, f32x4.mul(s0, dLow))
        high0 = f32x4.add(high0, f32x4.mul(s0, dHigh))
        const s1 = v128.load32_splat(a + o1)
        low1 = f32x4.add(low1, f32x4.mul(s1, dLow))
        high1 = f32x4.add(high1, f32x4.mul(s1, dHigh))
        const s2 = v128.load32_splat(a + o2)
        low2 = f32x4.add(low2, f32x4.mul(s2, dLow))
        high2 = f32x4.add(high2, f32x4.mul(s2, dHigh))
        const s3 = v128.load32_splat(a + o3)
        low3 = f32x4.add(low3, f32x4.mul(s3, dLow))
        high3 = f32x4.add(high3, f32x4.mul(s3, dHigh))
        a += cell
        d += dCell
      } while (d < end)
    }
  }
  const line = bytes(outputs)
  addEight(to, low0, high0)
  if (count > 1) addEight(to + line, low1, high1)
  if (count > 2) addEight(to + 2 * line, low2, high2)
  if (count > 3) addEight(to + 3 * line, low3, high3)
}

function addSums(dy: usize, to: usize, images: i32, height: i32, width: i32, outputs: i32): void {
  const cell = bytes(outputs)
  let low = f32x4.splat(0)
  let high = low
  for (let i = 0; i < images; i++) {
    for (let r = 0; r < height; r++) {
      let d = dy + <usize>((i * (height + 2) + r + 1) * (width + 2) + 1) * cell
      const end = d + <usize>width * cell
      for (; d < end; d += cell) {
        low = f32x4.add(low, v128.load(d))
        high = f32x4.add(high, v128.load(d, 16))
      }
    }
  }
  addEight(to, low, high)
}

function addEight(to: usize, low: v128, high: v128): void {
  v128.store(to, f32x4.add(v128.load(to), low))
  v128.store(to, f32x4.add(v128.load(to, 16), high), 16)
}

/** Lays planes [channels, height, width] of each image out as framed images; the edge stays as it is. */
export function framePlanes(
  planes: usize,
  framed: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
): void {
  const cell = bytes(channels)
  for (let i = 0; i < images; i++) {
    for (let k = 0; k < channels; k++) {
      for (let r = 0; r < height; r++) {
        let to = framed + <usize>((i * (height + 2) + r + 1) * (width + 2) + 1) * cell + bytes(k)
        for (let c = 0; c < width; c++) {
          store<f32>(to, load<f32>(planes))
          planes += 4
          to += cell
        }
      }
    }
  }
}

/** Takes planes out of framed images: the other way round. */
export function cropPlanes(
  framed: usize,
  planes: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
): void {
  const cell = bytes(channels)
  for (let i = 0; i < images; i++) {
    for (let k = 0; k < channels; k++) {
      for (let r = 0; r < height; r++) {
        let from = framed + <usize>((i * (height + 2) + r + 1) * (width + 2) + 1) * cell + bytes(k)
        for (let c = 0; c < width; c++) {
          store<f32>(planes, load<f32>(from))
          planes += 4
          from += cell
        }
      }
    }
  }
}

function bytes(numbers: i32): usize {
  return (<usize>numbers) << 2
}

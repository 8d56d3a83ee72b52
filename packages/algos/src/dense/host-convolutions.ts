/** Convolutions in plain TypeScript: `HOST_CONVOLUTIONS`. */
import type { ConvolutionOperations, FloatArray, ImageShape } from './operations.ts'

const ROW = 3

/** The operations as their definitions say. Packed are the weights and biases as they are. */
export const HOST_CONVOLUTIONS: ConvolutionOperations = {
  convolve,
  addKernelGradient,
  framePlanes,
  cropPlanes,
}

function convolve(
  x: FloatArray,
  xAt: number,
  packed: FloatArray,
  y: FloatArray,
  yAt: number,
  skip: FloatArray | undefined,
  rectified: boolean,
  images: number,
  shape: ImageShape,
): void {
  const { inputs, outputs } = shape
  eachCell(images, shape, (cell, patch) => {
    const to = yAt + cell * outputs
    for (let o = 0; o < outputs; o++)
      y[to + o] = packed[ROW * ROW * inputs * outputs + o] + (skip === undefined ? 0 : skip[to + o])
    for (let k = 0; k < patch.length; k++) {
      for (let c = 0; c < inputs; c++) {
        const one = x[xAt + patch[k] * inputs + c]
        const weights = (k * inputs + c) * outputs
        for (let o = 0; o < outputs; o++) y[to + o] += one * packed[weights + o]
      }
    }
    for (let o = to; o < to + outputs; o++) if (rectified && y[o] < 0) y[o] = 0
  })
}

function addKernelGradient(
  x: FloatArray,
  xAt: number,
  dy: FloatArray,
  dyAt: number,
  gradient: FloatArray,
  images: number,
  shape: ImageShape,
): void {
  const { inputs, outputs } = shape
  eachCell(images, shape, (cell, patch) => {
    const from = dyAt + cell * outputs
    for (let k = 0; k < patch.length; k++) {
      for (let c = 0; c < inputs; c++) {
        const one = x[xAt + patch[k] * inputs + c]
        const to = (k * inputs + c) * outputs
        for (let o = 0; o < outputs; o++) gradient[to + o] += one * dy[from + o]
      }
    }
    const biases = ROW * ROW * inputs * outputs
    for (let o = 0; o < outputs; o++) gradient[biases + o] += dy[from + o]
  })
}

function framePlanes(
  planes: FloatArray,
  planesAt: number,
  framed: FloatArray,
  framedAt: number,
  images: number,
  shape: ImageShape,
): void {
  eachNumber(images, shape, (plane, frame) => {
    framed[framedAt + frame] = planes[planesAt + plane]
  })
}

function cropPlanes(
  framed: FloatArray,
  framedAt: number,
  planes: FloatArray,
  planesAt: number,
  images: number,
  shape: ImageShape,
): void {
  eachNumber(images, shape, (plane, frame) => {
    planes[planesAt + plane] = framed[framedAt + frame]
  })
}

/** Every cell inside the edges of framed images, by its number, with those that a kernel on it covers. */
function eachCell(
  images: number,
  { height, width }: ImageShape,
  visit: (cell: number, patch: Int32Array) => void,
): void {
  const wide = width + 2
  const patch = new Int32Array(ROW * ROW)
  for (let i = 0; i < images; i++) {
    for (let row = 1; row <= height; row++) {
      for (let column = 1; column <= width; column++) {
        const cell = (i * (height + 2) + row) * wide + column
        for (let k = 0; k < patch.length; k++)
          patch[k] = cell + (Math.floor(k / ROW) - 1) * wide + (k % ROW) - 1
        visit(cell, patch)
      }
    }
  }
}

/** Every number of the planes, by its place there and in the framed images. */
function eachNumber(
  images: number,
  { height, width, inputs }: ImageShape,
  visit: (plane: number, frame: number) => void,
): void {
  let plane = 0
  for (let i = 0; i < images; i++) {
    for (let k = 0; k < inputs; k++) {
      for (let row = 1; row <= height; row++) {
        for (let column = 1; column <= width; column++)
          visit(plane++, ((i * (height + 2) + row) * (width + 2) + column) * inputs + k)
      }
    }
  }
}

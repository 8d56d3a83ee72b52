/** What one world's policy remembers of its transactions: `TransactionLog`. */

const FIRST_CAPACITY = 1024

/** Rows of context, action, generation and outcome, oldest first; the outcome is -1 until it is known. */
export class TransactionLog {
  contexts: Float32Array
  actions: Int32Array
  generations: Int32Array
  outcomes: Int8Array
  /** Rows kept. */
  size: number = 0
  private readonly width: number

  constructor(width: number) {
    this.width = width
    this.contexts = new Float32Array(FIRST_CAPACITY * width)
    this.actions = new Int32Array(FIRST_CAPACITY)
    this.generations = new Int32Array(FIRST_CAPACITY)
    this.outcomes = new Int8Array(FIRST_CAPACITY)
  }

  clear(): void {
    this.size = 0
  }

  /** Adds a decision, its context at `observations` [at] and on. */
  add(observations: Float32Array, at: number, action: number, generation: number): void {
    if (this.size === this.actions.length) this.grow()
    const row = this.size++
    for (let k = 0; k < this.width; k++) this.contexts[row * this.width + k] = observations[at + k]
    this.actions[row] = action
    this.generations[row] = generation
    this.outcomes[row] = -1
  }

  /** Notes the outcome of the decision `age` before the last; of one that is forgotten, nothing. */
  report(age: number, outcome: number): void {
    const row = this.size - 1 - age
    if (row >= 0) this.outcomes[row] = outcome
  }

  /** Forgets rows of generations before `generation`. */
  forgetBefore(generation: number): void {
    let first = 0
    while (first < this.size && this.generations[first] < generation) first++
    if (first === 0) return
    this.contexts.copyWithin(0, first * this.width, this.size * this.width)
    for (const column of [this.actions, this.generations, this.outcomes])
      column.copyWithin(0, first, this.size)
    this.size -= first
  }

  private grow(): void {
    const capacity = 2 * this.actions.length
    const [contexts, actions, generations, outcomes] = [
      new Float32Array(capacity * this.width),
      new Int32Array(capacity),
      new Int32Array(capacity),
      new Int8Array(capacity),
    ]
    contexts.set(this.contexts)
    actions.set(this.actions)
    generations.set(this.generations)
    outcomes.set(this.outcomes)
    Object.assign(this, { contexts, actions, generations, outcomes })
  }
}

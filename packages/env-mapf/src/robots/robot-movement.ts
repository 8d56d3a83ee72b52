/** How robots move: `RobotMovement`. */
export interface RobotMovement {
  /**
   * Advances the robots of world `w` by one step and says how many errors the League would note.
   *
   * Shapes: `actions` [batch, agents], of which row `w` counts.
   */
  move(w: number, actions: Int32Array): number
}

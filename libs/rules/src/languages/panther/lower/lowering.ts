import type { Expression, FunctionNode, PythonModule } from '../python/syntax.js';
import type { Refusals } from './refusals.js';
import type { Where } from './scope.js';
import type { Truth } from './truth.js';
import type { Value } from './value.js';

/** The reading of one file's expressions, as its parts see one another. */
export interface Lowering {
  readonly module: PythonModule;
  readonly refusals: Refusals;
  /** What becomes of the expression where only its truth counts. */
  truth(expression: Expression, where: Where): Truth;
  value(expression: Expression, where: Where): Value;
  /** The function of the file the name stands for; undefined where it is none, or bound more than once. */
  functionOf(name: string, where: Where): FunctionNode | undefined;
  /** Called on the way into a function; false when functions call one another too deep. */
  enter(): boolean;
  leave(): void;
}

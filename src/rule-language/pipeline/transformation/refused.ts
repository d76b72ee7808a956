/** What Sigma's other tools do in a pipeline and this one does not, each with its reason. */

const sideEffect = 'loading a rule has no side effects here';
const noQuery = 'it acts on the text of a query, and rules are matched here without one';

/** Transformation → why it is refused. */
export const refusedTransformations: ReadonlyMap<string, string> = new Map([
  ['http_placeholders', `it fetches values from a server, and ${sideEffect}`],
  ['command_placeholders', `it runs a command, and ${sideEffect}`],
  ['file_placeholders', `it reads a file that the pipeline names, and ${sideEffect}`],
  ['query_expression_placeholders', noQuery],
  ['extract_fields', 'it has no published definition'],
]);

/** What to do instead of reading values from elsewhere. */
export const placeholderHelp =
  'write the values into "vars" and use "value_placeholders", or give them with --placeholders';

/** Key of a pipeline → why it is refused. */
export const refusedParts: ReadonlyMap<string, string> = new Map([
  ['postprocessing', noQuery],
  ['finalizers', noQuery],
]);

/** The arguments of `npm run scan`: as given if they name anything to read (`-` does), else with the samples added. */
export function scanArguments(args, samples) {
  return args.some((arg) => arg === '-' || !arg.startsWith('-')) ? args : [...args, ...samples];
}

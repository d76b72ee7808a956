/** What the programs under bench have in common: `--help`, and options that are wrong. */

/** Runs a program over the arguments of this process; an option that makes no sense (a TypeError) is told with the usage. */
export async function runTool<Options>(
  usage: string,
  parse: (args: readonly string[]) => Options,
  run: (options: Options) => Promise<void> | void,
): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(usage);
    return;
  }
  try {
    await run(parse(args));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n${usage}`);
    process.exitCode = 2;
  }
}

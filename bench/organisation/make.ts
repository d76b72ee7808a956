/** Writes the logs of a made-up organisation and the truth about them: `node bench/organisation/make.ts --help`. */
import { parseOptions, USAGE } from './options.ts';
import { writeOrganisation } from './write.ts';
import { runTool } from '../tool.ts';

await runTool(USAGE, parseOptions, async (options) => {
  const startedMs = performance.now();
  const { events, doubles, instances } = await writeOrganisation(options);
  const seconds = (performance.now() - startedMs) / 1000;
  const copies = events + doubles;
  process.stderr.write(
    `${events} events, ${doubles} of them twice, ${instances} stories; ${seconds.toFixed(1)} s, ` +
      `${Math.round(copies / seconds)} copies a second, ${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most\n`,
  );
});

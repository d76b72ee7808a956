// Counts what the shipped rules have to remember of a log. Without a second reading the run hands over every contribution to every
// fold; they are counted where they would be sorted, and dropped.
import { read } from './reading.mjs';

const live = new Set();
const rulesThatRemember = new Set();
const modified = new Set();
const repeats = new Set();

await read(process.argv.slice(2), {
  options: {},
  makeSorter: ({ ruleSet }) => {
    const remembering = new Set(ruleSet.memoryRules.map(({ words }) => words.name));
    const withModifiers = new Set(
      ruleSet.rules.filter(({ modifiers }) => modifiers.length > 0).map(({ name }) => name),
    );
    function add(_, { rule, partition, observation }) {
      if (remembering.has(rule)) {
        live.add(`${partition} ${observation.value}`);
        rulesThatRemember.add(rule);
      } else if (withModifiers.has(rule)) modified.add(partition);
      else repeats.add(partition);
    }
    return () => ({ add, sorted: () => [], close: () => Promise.resolve() });
  },
});
console.log(
  JSON.stringify({ live: live.size, rules: rulesThatRemember.size, modified: modified.size, repeats: repeats.size }),
);

/** `iamwatch rules explain`: what one rule makes of one event, clause by clause, and what would change it. */
import { colors } from './colors.ts';
import type { OrganisationProfile } from '../context/organisation-profile.ts';
import type { EventView } from '../events/audit-event.ts';
import { rawEventView } from '../events/event-view.ts';
import { policyPredicates } from '../rule-language/policy-predicates.ts';
import type { PredicateTable } from '../rule-language/predicate.ts';
import { compileRuleSet } from '../rule-language/rule-set.ts';
import { prepareRuleTests, type PreparedTest } from '../rule-language/rule-test.ts';
import type { Rule } from '../rule-language/rule.ts';
import { printable, printableDocument, printableJson } from '../std/printable.ts';
import { differenceFinder, type DifferenceOptions } from '../workshop/explain/difference.ts';
import { explainMemory, looksBack } from '../workshop/explain/explain-memory.ts';
import { explainRule } from '../workshop/explain/explain-rule.ts';
import { type Explanation, explanationOf } from '../workshop/explain/explanation.ts';
import { type ShownDifference, shownDifference, silencingDifference } from '../workshop/explain/shown-difference.ts';
import { eventOfFile, eventOfTest, eventsOfFile, testCalled } from './chosen-event.ts';
import { CommandError, DONE, USAGE } from './exit-code.ts';
import { explanationText } from './explanation-text.ts';
import { memoryStoryText } from './memory-story-text.ts';
import { chosenRules, readChoice, withChosenPaths } from './rule-choice.ts';
import type { RuleOptions } from './rule-source.ts';
import type { Streams } from './streams.ts';
import { loadTestedRules } from './tested-rules.ts';

/** Options of `rules explain`. */
export interface ExplainCommandOptions extends RuleOptions {
  readonly output: 'text' | 'json';
  /** Which of several events: its id, or its number in a test. */
  readonly event?: string;
  readonly whyNot: boolean;
  readonly all: boolean;
}

/** One event to explain, and the organisation to which it happened. */
interface Case {
  readonly event: EventView;
  readonly predicates: PredicateTable;
}

/** Marks an event of the rule's own tests. */
const TEST = 'test:';

/**
 * Explains one rule on one event, or in a line each on all of a file; a rule that remembers, on all events together where there are
 * several. Exit 0 whatever the verdict.
 */
export async function explainEvent(
  [wantedRule, wantedEvent, ...more]: readonly [string, string, ...string[]],
  options: ExplainCommandOptions,
  streams: Streams,
): Promise<number> {
  const choice = readChoice([wantedRule]);
  const loaded = await loadTestedRules(withChosenPaths(options, choice), streams.err);
  const rule = onlyOne(wantedRule, chosenRules(choice, loaded.rules));
  const tests = prepareRuleTests(rule, loaded.bases, rawEventView, policyPredicates);
  const { profile } = loaded;
  const predicates = policyPredicates(profile);
  if (looksBack(rule) && options.event === undefined && !options.all) {
    const told = await together([wantedEvent, ...more], rule, { tests, predicates, profile }, streams);
    const [only] = told.events;
    const story = explainMemory(rule, told.events, told);
    if (told.events.length + told.passed === 1 && only !== undefined) {
      await streams.out(explainer(rule, tests, options)({ event: only, predicates: told.predicates }));
    } else if (options.output === 'json') {
      await streams.out(`${printableDocument({ ...story, others: story.others + told.passed })}\n`);
    } else await streams.out(memoryStoryText({ ...story, others: story.others + told.passed }));
    return DONE;
  }
  if (more.length > 0) throw new CommandError(`${rule.name} looks at one event at a time; name one.`, USAGE);
  const explained = explainer(rule, tests, options);
  if (wantedEvent.startsWith(TEST)) {
    const prepared = testCalled(wantedEvent.slice(TEST.length), rule, tests);
    await streams.out(explained({ event: eventOfTest(prepared, options.event), predicates: prepared.predicates }));
  } else if (options.all) {
    await eventsOfFile(wantedEvent, streams, (event) => explained({ event, predicates }));
  } else {
    await streams.out(explained({ event: await eventOfFile(wantedEvent, options.event, streams), predicates }));
  }
  return DONE;
}

/** The events of a story. */
interface Together {
  readonly events: readonly EventView[];
  /** Further ones that the rule does not match; they are not kept. */
  readonly passed: number;
  readonly predicates: PredicateTable;
  readonly profile: OrganisationProfile;
}

/** All events that are meant: those of a test, or those of all files. Each input is read once: it may be a pipe. */
async function together(
  wanted: readonly string[],
  rule: Rule,
  { tests, predicates, profile }: Omit<Together, 'events' | 'passed'> & { readonly tests: readonly PreparedTest[] },
  streams: Streams,
): Promise<Together> {
  const [only = ''] = wanted;
  if (wanted.length === 1 && only.startsWith(TEST)) {
    return { ...testCalled(only.slice(TEST.length), rule, tests), passed: 0 };
  }
  const engine = compileRuleSet([rule], { predicates });
  const events: EventView[] = [];
  let passed: EventView[] = [];
  let passedCount = 0;
  for (const file of wanted) {
    await eventsOfFile(file, streams, (event) => {
      if (engine.matchesRule(rule, event)) events.push(event);
      else passedCount += 1;
      if (events.length === 0 && passedCount === 1) passed = [event];
      return '';
    });
  }
  if (events.length > STORY_MAX) {
    throw new CommandError(
      `${rule.name} matches ${events.length} of these events; a story is told of ${STORY_MAX} at most. Scan them instead.`,
      USAGE,
    );
  }
  // One event that does not match is explained clause by clause.
  if (events.length === 0 && passedCount === 1) return { events: passed, passed: 0, predicates, profile };
  return { events, passed: passedCount, predicates, profile };
}

/** Events of one story: more would not be read, and all are held in memory. */
const STORY_MAX = 1_000;

function onlyOne(wanted: string, rules: readonly Rule[]): Rule {
  const exact = rules.find(({ name, id }) => name === wanted || id === wanted.toLowerCase());
  const [first] = rules;
  if (exact !== undefined) return exact;
  if (first !== undefined && rules.length === 1) return first;
  if (first === undefined) throw new CommandError(`No rule was loaded from ${wanted}.`, USAGE);
  const names = rules.map(({ name }) => `  ${name}`).join('\n');
  throw new CommandError(`${wanted} means ${rules.length} rules; name one of them:\n${names}`, USAGE);
}

/** Prepares the answer for one rule; what is dear is made once for all events. */
function explainer(rule: Rule, tests: readonly PreparedTest[], options: ExplainCommandOptions): (one: Case) => string {
  const samples = tests.flatMap(({ events }) => events.map(({ raw }) => raw));
  const finders = new Map<PredicateTable, (event: EventView) => ShownDifference>();
  return ({ event, predicates }) => {
    const find = finders.get(predicates) ?? differences(rule, { predicates, samples });
    finders.set(predicates, find);
    const explained = explainRule(rule, event, { predicates });
    return rendered(explanationOf(rule, event, { explained, whyNot: options.whyNot ? find(event) : null }), options);
  };
}

function differences(rule: Rule, options: DifferenceOptions): (event: EventView) => ShownDifference {
  const find = differenceFinder(rule, options);
  const engine = compileRuleSet([rule], options);
  return (event) => {
    const found = find(event);
    if (found.kind !== 'fires') return shownDifference(found, event, rule.logsource);
    const [match] = engine.match(event);
    if (match === undefined) throw new Error(`Cannot silence ${rule.name}: it does not fire`);
    return silencingDifference(match, event, engine);
  };
}

function rendered(explanation: Explanation, { output, all }: ExplainCommandOptions): string {
  if (output === 'json') {
    // Line by line: the line ends between them are the only ones that stay.
    const lines = JSON.stringify(explanation, null, all ? 0 : 2).split('\n');
    return `${lines.map(printableJson).join('\n')}\n`;
  }
  if (!all) return explanationText(explanation, columns());
  const { explained, event, answer, why_not: whyNot } = explanation;
  const mark = explained.holds ? colors.green('✓ fires ') : colors.red('✗ silent');
  const edits = whyNot?.sets[0]?.map(({ text }) => text).join(' and ') ?? '';
  const why = answer.slice(answer.indexOf(': ') + 2);
  const hint = edits === '' ? '' : `; if ${edits}`;
  return `${mark}  ${printable(`${event.id}  ${event.action ?? '-'}  ${why}${hint}`)}\n`;
}

function columns(): number {
  return process.stdout.isTTY ? process.stdout.columns : Number(process.env.COLUMNS) || 80;
}

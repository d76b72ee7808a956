/**
 * How iamwatch starts: from a fresh clone, on the wrong Node, twice at once, through a link, with an edited source.
 *
 * Each end-to-end test gets a scratch project with the real bin/ and scripts/, and an npm and a compiler that only
 * pretend: no network, and what was called can be counted.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const scratch = mkdtempSync(path.join(tmpdir(), 'iamwatch launcher '));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

type Env = Readonly<Record<string, string | undefined>>;
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly beatMs: number;
}
interface NodeRelease {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
}

// The launcher is plain JavaScript that must run before any compiler exists; these are the signatures relied on.
async function launcherFile<T>(name: string): Promise<T> {
  return (await import(/* @vite-ignore */ pathToFileURL(path.join(ROOT, 'scripts', name)).href)) as T;
}
const { isNewEnough, releaseFor, LEAST } = await launcherFile<{
  isNewEnough: (version: string) => boolean;
  releaseFor: (platform: string, arch: string) => NodeRelease | undefined;
  LEAST: readonly [number, number];
}>('launch/node-release.mjs');
const { withoutOuterNpm, npmCommand, npmEnvironment } = await launcherFile<{
  withoutOuterNpm: (env: Env) => Env;
  npmCommand: (node: string, env: Env, platform: string) => readonly string[];
  npmEnvironment: (node: string, options: { fetched: boolean; cwd: string }) => Promise<Env>;
}>('launch/npm.mjs');
const { withSetUpLock, isDead } = await launcherFile<{
  withSetUpLock: <T>(folder: string, work: () => Promise<T>) => Promise<T>;
  isDead: (holder: Holder, nowMs: number) => boolean;
}>('launch/set-up-lock.mjs');
const { scanArguments } = await launcherFile<{
  scanArguments: (args: readonly string[], samples: readonly string[]) => readonly string[];
}>('launch/scan-arguments.mjs');
const { unrunTests } = await launcherFile<{ unrunTests: (report: unknown) => readonly string[] }>('quality.mjs');

describe('which Node will do', () => {
  test.each(['22.13.0', 'v22.13.0', '22.14.1', '23.0.0', '24.21.0', '100.0.0', '24.0.0-nightly'])(
    '%s is new enough',
    (version) => {
      expect(isNewEnough(version)).toBe(true);
    },
  );
  test.each(['22.12.9', '22.2.0', '20.20.2', '18.0.0', '9.99.99', '', 'v22', 'latest'])('"%s" is not', (version) => {
    expect(isNewEnough(version)).toBe(false);
  });
  test('the shell script asks for the same floor', () => {
    const script = readFileSync(path.join(ROOT, 'bin', 'iamwatch'), 'utf8');
    expect(script).toContain(`is_at_least "$version" ${LEAST.join(' ')};`);
  });
  test.each([
    ['linux', 'x64'],
    ['linux', 'arm64'],
    ['darwin', 'x64'],
    ['darwin', 'arm64'],
    ['win32', 'x64'],
  ])('a pinned release that is itself new enough exists for %s-%s', (platform, arch) => {
    const release = releaseFor(platform, arch);
    expect(release?.name).toMatch(/^node-(?:bin-)?(?:linux|darwin|win)-(?:x64|arm64)$/);
    expect(release?.integrity).toMatch(/^sha512-[\w+/]{86}==$/);
    expect(isNewEnough(release?.version ?? '')).toBe(true);
  });
  test('none for a platform without one', () => {
    expect(releaseFor('sunos', 'x64')).toBeUndefined();
  });
});

describe('npm inside npm', () => {
  test.each([
    'npm_config_prefix',
    'npm_config_global',
    'NPM_CONFIG_NODEDIR',
    'npm_config_dry-run',
    'npm_config_omit',
    'npm_config_loglevel',
    'npm_lifecycle_event',
    'npm_package_json',
    'npm_command',
    'NODE',
  ])('drops %s, which was meant for the outer run', (name) => {
    expect(withoutOuterNpm({ [name]: 'x' })).toEqual({});
  });
  test.each([
    'npm_config_registry',
    'npm_config_cafile',
    'npm_config_globalconfig',
    'npm_config_userconfig',
    'npm_config_cache',
    'npm_config_https_proxy',
    'HTTPS_PROXY',
    'NODE_EXTRA_CA_CERTS',
    'INIT_CWD',
  ])('keeps %s, which is the user’s', (name) => {
    expect(withoutOuterNpm({ [name]: 'x' })).toEqual({ [name]: 'x' });
  });
  test('runs the npm that runs us, and the one of PATH under another package manager', () => {
    expect(npmCommand('/n/node', { npm_execpath: '/n/npm-cli.js' }, 'linux')).toEqual(['/n/node', '/n/npm-cli.js']);
    expect(npmCommand('/n/node', { npm_execpath: '/n/pnpm.cjs' }, 'linux')).toEqual(['npm']);
    expect(npmCommand('/n/node', {}, 'linux')).toEqual(['npm']);
  });
  test('a fetched Node comes first on PATH and brings its headers', async () => {
    const before = process.env.npm_config_globalconfig;
    process.env.npm_config_globalconfig = '/etc/some-npmrc';
    const env = await npmEnvironment('/p/.node/24/bin/node', { fetched: true, cwd: ROOT });
    if (before === undefined) delete process.env.npm_config_globalconfig;
    else process.env.npm_config_globalconfig = before;
    expect(env.PATH?.split(path.delimiter)[0]).toBe('/p/.node/24/bin');
    expect(env).toMatchObject({ npm_config_nodedir: '/p/.node/24', npm_config_globalconfig: '/etc/some-npmrc' });
  });
});

describe('the set-up lock', () => {
  const nowMs = 1_800_000_000_000;
  const deadPid = spawnSync(process.execPath, ['--version']).pid;
  const here = hostname();

  test.each([
    ['alive, beating', { pid: process.pid, host: here, beatMs: nowMs - 1_000 }, false],
    ['alive, one beat late', { pid: process.pid, host: here, beatMs: nowMs - 30_000 }, false],
    ['alive, silent for minutes', { pid: process.pid, host: here, beatMs: nowMs - 130_000 }, true],
    ['gone, silent', { pid: deadPid, host: here, beatMs: nowMs - 10_000 }, true],
    ['gone, beat just now: in another container, perhaps', { pid: deadPid, host: here, beatMs: nowMs - 1_000 }, false],
    ['on another machine, silent for a moment', { pid: deadPid, host: 'elsewhere', beatMs: nowMs - 10_000 }, false],
    ['on another machine, silent for minutes', { pid: deadPid, host: 'elsewhere', beatMs: nowMs - 130_000 }, true],
  ])('a holder that is %s', (_, holder, dead) => {
    expect(isDead(holder, nowMs)).toBe(dead);
  });

  test('is held by one at a time and leaves nothing behind', async () => {
    const folder = mkdtempSync(path.join(scratch, 'lock '));
    const lock = path.join(folder, 'lock');
    let inside = 0;
    let most = 0;
    async function work(): Promise<void> {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside -= 1;
    }
    await Promise.all([1, 2, 3, 4].map(async () => withSetUpLock(lock, work)));
    expect(most).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is taken over from a dead holder by exactly one of those who wait', async () => {
    const folder = mkdtempSync(path.join(scratch, 'lock '));
    const lock = heldBy(folder, { token: 'dead', pid: deadPid, host: here }, 60);
    let inside = 0;
    let most = 0;
    let done = 0;
    await Promise.all(
      [1, 2, 3].map(async () =>
        withSetUpLock(lock, async () => {
          most = Math.max(most, ++inside);
          await new Promise((resolve) => setTimeout(resolve, 20));
          inside -= 1;
          done += 1;
        }),
      ),
    );
    expect({ most, done }).toEqual({ most: 1, done: 3 });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is released after a failure', async () => {
    const folder = mkdtempSync(path.join(scratch, 'lock '));
    await expect(withSetUpLock(path.join(folder, 'lock'), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(readdirSync(folder)).toEqual([]);
  });
});

test.each([
  { given: [], scanned: ['/s'], why: 'nothing named: the samples' },
  { given: ['--output=json'], scanned: ['--output=json', '/s'], why: 'options only: the samples' },
  { given: ['logs'], scanned: ['logs'], why: 'as given' },
  { given: ['-'], scanned: ['-'], why: 'standard input is named' },
  { given: ['--output', 'json', 'a', 'b'], scanned: ['--output', 'json', 'a', 'b'], why: 'as given' },
])('npm run scan -- $given scans $scanned ($why)', ({ given, scanned }) => {
  expect(scanArguments(given, ['/s'])).toEqual(scanned);
});

test('CI is told of every test that did not run', () => {
  function file(...statuses: string[]): unknown {
    return {
      testResults: [{ name: 'a.test.ts', assertionResults: statuses.map((status) => ({ fullName: 'works', status })) }],
    };
  }
  expect(unrunTests(file('passed', 'failed'))).toEqual([]);
  expect(unrunTests(file('passed', 'skipped', 'todo'))).toEqual([
    'skipped: a.test.ts > works',
    'todo: a.test.ts > works',
  ]);
  expect(unrunTests({ testResults: [] })).toEqual(['no test ran']);
});

describe('the first start', () => {
  test('installs and builds once, and tells it on stderr only', () => {
    const project = freshClone();
    const first = project.start('hello');
    expect(first).toMatchObject({ status: 0, said: { args: ['hello'] } });
    expect(first.stderr).toBe('iamwatch: installing packages (npm ci, once) …\niamwatch: building …\n');
    expect(project.start('hello').stderr).toBe('');
    expect(project.calls()).toEqual(['npm ci', 'tsc']);
  });

  test('prepares the shipped rules beside the program', () => {
    const project = freshClone();
    project.start('hello');
    expect(readdirSync(path.join(project.root, 'dist'))).toEqual(['.built-from', 'cli', 'prepared-rules.json']);
  });

  test('two at the same time set up once and both run', async () => {
    const project = freshClone();
    const [one, other] = await Promise.all([project.started('exit', '4'), project.started('exit', '5')]);
    expect([one, other]).toEqual([4, 5]);
    expect(project.calls()).toEqual(['npm ci', 'tsc']);
  });

  test('takes over from one that was killed half-way', () => {
    const project = freshClone();
    heldBy(
      project.root,
      { token: 'dead', pid: spawnSync(process.execPath, ['--version']).pid, host: hostname() },
      60,
      '.setup-lock',
    );
    const { status, stderr } = project.start('hello');
    expect({ status, calls: project.calls() }).toEqual({ status: 0, calls: ['npm ci', 'tsc'] });
    expect(stderr).toContain('taking over');
  });

  test('names the step, the command and the remedy when it fails, and exits with 3', () => {
    const project = freshClone();
    const { status, stdout, stderr } = project.startWith({ FAKE_NPM_FAILS: 'yes' }, 'hello');
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(
      /npm says no\niamwatch: Cannot install the packages: `npm ci .*` in .* ended with exit code 1\n {2}Check the network/,
    );
    expect(project.start('hello').status).toBe(0);
  });
});

describe('the next starts', () => {
  test('build again after an edit, and nothing of a deleted source stays', () => {
    const project = freshClone();
    project.write('src/cli/gone.ts', '');
    project.start('hello');
    rmSync(path.join(project.root, 'src/cli/gone.ts'));
    project.start('hello');
    project.write('src/cli/main.ts', '// edited');
    project.start('hello');
    expect(project.calls()).toEqual(['npm ci', 'tsc', 'tsc', 'tsc']);
    expect(readdirSync(path.join(project.root, 'dist', 'cli'))).toEqual(['main.js', 'prepare-rules.js']);
  });

  test('do not build for an edited test', () => {
    const project = freshClone();
    project.start('hello');
    project.write('src/cli/main.test.ts', '// edited');
    project.start('hello');
    expect(project.calls()).toEqual(['npm ci', 'tsc']);
  });

  test('install again after a change of the lock file', () => {
    const project = freshClone();
    project.start('hello');
    project.write('package-lock.json', '{"changed":true}');
    project.start('hello');
    expect(project.calls()).toEqual(['npm ci', 'tsc', 'npm ci', 'tsc']);
  });

  test('keep the last build when the new source does not compile', () => {
    const project = freshClone();
    project.start('hello');
    project.write('src/cli/main.ts', 'does not compile');
    expect(project.start('hello')).toMatchObject({ status: 3, stdout: '' });
    expect(readdirSync(path.join(project.root, 'dist', 'cli'))).toEqual(['main.js', 'prepare-rules.js']);
  });
});

describe('the program gets', () => {
  const project = freshClone();

  test('its arguments as they were typed', () => {
    expect(project.start('a b', '*', '', '--x=$HOME', '--').said.args).toEqual(['a b', '*', '', '--x=$HOME', '--']);
  });
  test('the folder where the user stands', () => {
    expect(project.startIn(tmpdir(), {}, 'hello').said.cwd).toBe(tmpdir());
  });
  test('standard input, also on the start that sets up', () => {
    expect(freshClone().start('read').stdout).toBe('piped in');
    expect(project.start('read').stdout).toBe('piped in');
  });
  test('its exit code passed on', () => {
    expect(project.start('exit', '6').status).toBe(6);
  });
  test('signals itself: no process stands between', async () => {
    const child = spawn(project.bin, ['wait'], { env: project.env({}), stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGTERM');
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(9);
  });
  test('started through links, relative and absolute', () => {
    symlinkSync(project.bin, path.join(scratch, 'absolute'));
    symlinkSync('absolute', path.join(scratch, 'relative link'));
    const run = spawnSync(path.join(scratch, 'relative link'), ['exit', '8'], { env: project.env({}) });
    expect(run.status).toBe(8);
  });
});

describe('on a Node that is too old', () => {
  test('fetches one, once, and runs on it', () => {
    const project = freshClone({ node: '20.11.1' });
    mkdirSync(path.join(project.root, '.node', 'tmp-of-a-killed-start', 'node_modules'), { recursive: true });
    const first = project.start('hello');
    expect(first.said).toMatchObject({ args: ['hello'], node: process.versions.node });
    expect(first.stderr).toMatch(/^iamwatch: fetching Node [\d.]+ from npm \(once; this one is 20\.11\.1\) …\n/);
    expect(project.start('hello').stderr).toBe('');
    expect(project.calls()).toEqual(['npm ci node', 'npm ci', 'tsc']);
    expect(readdirSync(path.join(project.root, '.node'))).toHaveLength(1);
  });

  test('two first starts fetch it once', async () => {
    const project = freshClone({ node: '20.11.1' });
    expect(await Promise.all([project.started('exit', '4'), project.started('exit', '5')])).toEqual([4, 5]);
    expect(project.calls()).toEqual(['npm ci node', 'npm ci', 'tsc']);
  });

  test('npm scripts hand over to the fetched one', () => {
    const project = freshClone({ node: '18.0.0' });
    const run = project.npmScript(scratch, 'scan', 'logs');
    expect(run.said).toMatchObject({ args: ['scan', 'logs'], cwd: scratch, node: process.versions.node });
  });

  test('a failed fetch leaves nothing half-done and exits with 3', () => {
    const project = freshClone({ node: '20.11.1' });
    const { status, stderr } = project.startWith({ FAKE_NPM_FAILS: 'yes' }, 'hello');
    expect(status).toBe(3);
    expect(stderr).toContain('Cannot fetch Node');
    expect(readdirSync(path.join(project.root, '.node'))).toEqual([]);
  });

  test('says what is needed when it is too old even to fetch one', () => {
    const { status, stderr } = freshClone({ node: '16.20.0' }).start('hello');
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: 'iamwatch: needs Node 18 or newer with npm on PATH (found: v16.20.0). See https://nodejs.org\n',
    });
  });
});

describe('npm run scan', () => {
  const project = freshClone();

  test('reads the samples when no path is given', () => {
    expect(project.npmScript(tmpdir(), 'scan').said.args).toEqual([
      'scan',
      path.join(project.root, 'examples', 'AWSLogs'),
      path.join(project.root, 'examples', 'cloudaudit.googleapis.com'),
    ]);
  });
  test('takes paths from where the user stood', () => {
    expect(project.npmScript(tmpdir(), 'scan', 'logs').said).toMatchObject({ args: ['scan', 'logs'], cwd: tmpdir() });
  });
});

interface Said {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly node: string;
}
interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly said: Said;
}
interface Project {
  readonly root: string;
  readonly bin: string;
  env(extra: Env): Env;
  start(...args: string[]): Run;
  startWith(extra: Env, ...args: string[]): Run;
  startIn(cwd: string, extra: Env, ...args: string[]): Run;
  started(...args: string[]): Promise<number | null>;
  npmScript(cwd: string, task: string, ...args: string[]): Run;
  write(file: string, text: string): void;
  calls(): readonly string[];
}

const PROGRAM = `
const [command, value] = process.argv.slice(2);
if (command === 'exit') process.exitCode = Number(value);
else if (command === 'read') process.stdin.pipe(process.stdout);
else if (command === 'wait') {
  process.on('SIGTERM', () => process.exit(9));
  setInterval(() => {}, 1000);
  console.log('waiting');
} else console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), node: process.versions.node }));
`;

const PREPARING = `
import { writeFileSync } from 'node:fs';
writeFileSync(new URL('../prepared-rules.json', import.meta.url), '{}');
`;

const COMPILER = `
const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
appendFileSync('calls.txt', 'tsc\\n');
if (readFileSync('src/cli/main.ts', 'utf8').includes('does not compile')) process.exit(2);
const out = process.argv[process.argv.indexOf('--outDir') + 1] + '/cli';
mkdirSync(out, { recursive: true });
writeFileSync(out + '/main.js', ${JSON.stringify(PROGRAM)});
writeFileSync(out + '/prepare-rules.js', ${JSON.stringify(PREPARING)});
`;

const NPM = `
const { appendFileSync, chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const dependencies = JSON.parse(readFileSync('package.json', 'utf8')).dependencies;
const node = Object.keys(dependencies).find((name) => name.startsWith('node-'));
appendFileSync(process.env.CALLS, 'npm ' + process.argv[2] + (node ? ' node' : '') + '\\n');
console.log('added a lot of packages');
if (process.env.FAKE_NPM_FAILS) { console.error('npm says no'); process.exit(1); }
if (node) {
  mkdirSync('node_modules/' + node + '/bin', { recursive: true });
  writeFileSync('node_modules/' + node + '/bin/node', '#!/bin/sh\\nexec "${process.execPath}" "$@"\\n');
  chmodSync('node_modules/' + node + '/bin/node', 0o755);
} else {
  rmSync('node_modules', { recursive: true, force: true });
  mkdirSync('node_modules/typescript/bin', { recursive: true });
  writeFileSync('node_modules/typescript/package.json', '{"type":"commonjs"}');
  writeFileSync('node_modules/typescript/bin/tsc', ${JSON.stringify(COMPILER)});
}
`;

/** A project as git would leave it, and a PATH whose Node says it is `node`. */
function freshClone({ node }: { node?: string } = {}): Project {
  const home = mkdtempSync(path.join(scratch, 'clone '));
  const root = path.join(home, 'iam watch');
  const tools = path.join(home, 'tools');
  const calls = path.join(root, 'calls.txt');
  for (const folder of ['src/cli', 'examples']) mkdirSync(path.join(root, folder), { recursive: true });
  mkdirSync(tools);
  for (const name of ['bin', 'scripts', 'package.json', 'tsconfig.json'])
    cpSync(path.join(ROOT, name), path.join(root, name), { recursive: true });
  function write(file: string, text: string): void {
    writeFileSync(path.join(root, file), text, { mode: 0o755 });
  }
  write('package-lock.json', '{}');
  write('src/cli/main.ts', '');
  write('calls.txt', '');
  // Through sh: a first line that names the interpreter breaks at a space in its path, and the real npm would be next.
  write('../tools/npm.cjs', NPM);
  write('../tools/npm', `#!/bin/sh\nexec "${process.execPath}" "${tools}/npm.cjs" "$@"\n`);
  write(
    '../tools/old.cjs',
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${node ?? ''}' } });`,
  );
  const asOld = `[ "$1" = --version ] && { echo "v${node ?? ''}"; exit; }\nexec "${process.execPath}" --require "${tools}/old.cjs" "$@"`;
  write('../tools/node', `#!/bin/sh\n${node === undefined ? `exec "${process.execPath}" "$@"` : asOld}\n`);

  // Nothing of the npm that runs the tests: it would be found through npm_execpath and do the real thing.
  function env(extra: Env): Env {
    return { PATH: `${tools}:/usr/bin:/bin`, HOME: home, TMPDIR: tmpdir(), CALLS: calls, ...extra };
  }
  const bin = path.join(root, 'bin', 'iamwatch');
  function run(file: string, args: readonly string[], { cwd, extra }: { cwd: string; extra: Env }): Run {
    const result = spawnSync(file, args, {
      cwd,
      env: env(extra),
      input: 'piped in',
      encoding: 'utf8',
      timeout: 60_000,
    });
    const { status, stdout, stderr } = result;
    // The pretended program prints what it was given; a run that printed something else is judged by its text.
    const said = stdout.startsWith('{') ? (JSON.parse(stdout) as Said) : { args: [], cwd: '', node: '' };
    return { status, stdout, stderr, said };
  }
  return {
    root,
    bin,
    env,
    write,
    start: (...args) => run(bin, args, { cwd: home, extra: {} }),
    startWith: (extra, ...args) => run(bin, args, { cwd: home, extra }),
    startIn: (cwd, extra, ...args) => run(bin, args, { cwd, extra }),
    started: async (...args) =>
      new Promise((resolve) => spawn(bin, args, { cwd: home, env: env({}), stdio: 'ignore' }).once('exit', resolve)),
    npmScript: (stood, task, ...args) =>
      run(path.join(tools, 'node'), ['scripts/run.mjs', task, ...args], { cwd: root, extra: { INIT_CWD: stood } }),
    calls: () => readFileSync(calls, 'utf8').split('\n').slice(0, -1),
  };
}

function heldBy(
  folder: string,
  holder: Omit<Holder, 'beatMs'> & { readonly token: string },
  silentSeconds: number,
  name = 'lock',
): string {
  const lock = path.join(folder, name);
  const beat = Date.now() / 1000 - silentSeconds;
  mkdirSync(lock);
  writeFileSync(path.join(lock, 'owner.json'), JSON.stringify(holder));
  utimesSync(path.join(lock, 'owner.json'), beat, beat);
  return lock;
}

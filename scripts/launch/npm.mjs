// How npm is started, and with which environment, when another npm may already be running around us.
import path from 'node:path';
import { runCommand } from './command.mjs';

// What an outer `npm run`, `npm -g` or `npm --omit=dev` leaves in the environment and would bend an inner install.
// Registry, certificates, proxies, cache and configuration files are the user's and stay.
const DISTURBING = new Set(
  (
    'prefix local_prefix global_prefix global location nodedir node_gyp target target_arch target_platform runtime disturl ' +
    'arch os cpu libc dry_run omit include only also production dev optional workspace workspaces include_workspace_root ' +
    'package_lock package_lock_only install_strategy install_links legacy_bundling global_style bin_links ignore_scripts ' +
    'engine_strict force save save_dev save_exact loglevel json parseable yes script_shell'
  ).split(' '),
);

/** The environment without what the outer npm set for its own run; names are compared as npm does. */
export function withoutOuterNpm(env) {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => {
      const key = name.toLowerCase().replaceAll('-', '_');
      if (!key.startsWith('npm_')) return name !== 'NODE';
      if (!key.startsWith('npm_config_')) return false;
      return !DISTURBING.has(key.slice('npm_config_'.length));
    }),
  );
}

/** `[file, ...args]` that starts npm. Under pnpm or yarn npm_execpath names those, so the name is checked. */
export function npmCommand(node, env, platform = process.platform) {
  const outer = env['npm_execpath'] ?? '';
  if (/npm-cli\.c?js$/.test(outer)) return [node, outer];
  // Windows refuses to start npm.cmd without a shell; the real program lies beside the caller's Node.
  if (platform === 'win32')
    return [node, path.join(path.dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js')];
  return ['npm'];
}

/**
 * The environment for npm on `node`. A fetched Node goes first on PATH and brings its own headers; npm finds its
 * machine-wide configuration (registry, certificates) beside the Node that runs it, so the caller's is named.
 */
export async function npmEnvironment(node, { fetched, cwd }) {
  const env = withoutOuterNpm(process.env);
  const pathName = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const searched = env[pathName] ?? '';
  if (!fetched) return { ...env, [pathName]: [path.dirname(node), searched].join(path.delimiter) };
  if (!Object.keys(env).some((name) => name.toLowerCase() === 'npm_config_globalconfig')) {
    const ask = [...npmCommand(process.execPath, process.env), 'config', 'get', 'globalconfig', '--loglevel=silent'];
    env.npm_config_globalconfig = (
      await runCommand(ask, { step: 'ask npm for its configuration', advice: NO_NPM, cwd, env: process.env })
    ).trim();
  }
  return {
    ...env,
    [pathName]: [path.dirname(node), searched].join(path.delimiter),
    npm_config_nodedir: path.dirname(path.dirname(node)),
  };
}

const NO_NPM = 'Put npm on PATH (it comes with Node, https://nodejs.org) and start again.';

// Runs the commands of the set-up: quiet while they work, their last output on stderr when they fail.
import { spawn } from 'node:child_process';
import { Interrupted, SetUpError } from './set-up-error.mjs';

const OUTPUT_CHARS_MAX = 16_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Resolves to what the command printed (the last 16,000 characters). `step` completes "Cannot …".
 * Standard input stays closed to it: what is piped into iamwatch belongs to iamwatch.
 */
export async function runCommand(command, { step, advice, cwd, env }) {
  const { status, signal, output, error, interrupted } = await collect(command, { cwd, env });
  if (interrupted !== undefined) throw new Interrupted(interrupted);
  if (error === undefined && status === 0) return output;
  process.stderr.write(output);
  const how =
    error === undefined ? `ended with ${signal ?? `exit code ${status}`}` : `did not start (${error.message})`;
  throw new SetUpError(step, `\`${command.join(' ')}\` in ${cwd} ${how}`, advice);
}

function collect([file, ...args], { cwd, env }) {
  return new Promise((resolve) => {
    let output = '';
    let interrupted;
    const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const pass = (signal) => {
      interrupted = signal;
      child.kill(signal);
    };
    const finish = (result) => {
      for (const name of SIGNALS) process.off(name, pass);
      resolve({ output, interrupted, ...result });
    };
    for (const name of SIGNALS) process.on(name, pass);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-OUTPUT_CHARS_MAX)));
    }
    child.on('error', (error) => finish({ error }));
    child.on('close', (status, signal) => finish({ status, signal }));
  });
}

/** Runs a program in this one's place: its streams, its signals, its exit code. */
export function handOver(file, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit' });
    // A terminal sends Ctrl-C to both; passing it on as well would be a second one.
    const pass = (signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const name of SIGNALS) process.on(name, pass);
    child.on('error', reject);
    child.on('close', (status, signal) => {
      for (const name of SIGNALS) process.off(name, pass);
      if (signal === null) process.exitCode = status;
      else process.kill(process.pid, signal);
      resolve();
    });
  });
}

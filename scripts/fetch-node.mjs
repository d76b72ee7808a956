// Makes sure that .node/ holds a Node new enough for the program. bin/iamwatch calls it once, on an older Node.
import { obtainNode } from './launch/set-up.mjs';
import { reportingFailure, root } from './launch/start.mjs';

await reportingFailure(() => obtainNode(root));

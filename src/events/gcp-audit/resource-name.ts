/**
 * Resource names of Google Cloud, taken apart: `projects/p/serviceAccounts/x/keys/k` is a key of a service account of
 * a project. Form: https://cloud.google.com/apis/design/resource_names
 */

/** One pair of a resource name: a collection and an id in it. */
export interface NamePart {
  readonly collection: string;
  readonly id: string;
  /** The name up to and including this pair. */
  readonly name: string;
}

/** How many characters and pairs of a name are read: longer ones are no names of resources. */
const NAME_LENGTH_MAX = 2000;
const PARTS_MAX = 20;

/** Some names begin with the version of the API; those of Kubernetes with its group before that: `core/v1/…`. */
const VERSION = /^v\d[a-z0-9]*$/;

/** The pairs of a name, the outermost first. `//service/…` loses the service; words without an id are skipped. */
export function nameParts(text: string): readonly NamePart[] {
  const path = text.slice(0, NAME_LENGTH_MAX).replace(/^\/\/[^/]+\//, '');
  const words = path.split('/').filter((word) => word !== '');
  const parts: NamePart[] = [];
  let index = words.slice(0, 2).findLastIndex((word) => VERSION.test(word)) + 1;
  while (index + 1 < words.length && parts.length < PARTS_MAX) {
    const [collection = '', id = ''] = words.slice(index, index + 2);
    // `projects/p/global/networks/n`: a location without a collection.
    if (collection === 'global') {
      index += 1;
      continue;
    }
    // Names of objects are their owner's to choose, slashes and whole resource names included.
    const end = collection === 'objects' ? words.length : index + 2;
    parts.push({
      collection,
      id: end === index + 2 ? id : words.slice(index + 1).join('/'),
      name: words.slice(0, end).join('/'),
    });
    index = end;
  }
  return parts;
}

const CONTAINERS = ['organizations', 'folders', 'projects', 'billingAccounts'] as const;

/** `projects/p` of `projects/p/sinks/s`; undefined for names outside of projects and for the wildcard `projects/-`. */
export function containerOf(text: string | undefined): string | undefined {
  const part = text === undefined ? undefined : nameParts(text)[0];
  if (part === undefined || !CONTAINERS.some((collection) => collection === part.collection)) return undefined;
  return part.id === '-' || part.id === '_' ? undefined : part.name;
}

/** The account of a container: the bare id of a project, `folders/1`, `organizations/1`. */
export function accountOfContainer(container: string | undefined): string | undefined {
  return container?.replace(/^projects\//, '');
}

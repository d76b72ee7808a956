// Writes names in little space, for the scripts that derive tables; src/workshop/record/front-coded.ts reads them.

/** Sorted names without repeats, each as how many characters it shares with the one before (base 36) and the rest. */
export function frontCoded(names) {
  let before = '';
  return [...new Set(names)]
    .sort()
    .map((name) => {
      let shared = 0;
      while (shared < 35 && shared < name.length - 1 && name[shared] === before[shared]) shared++;
      before = name;
      return `${shared.toString(36)}${name.slice(shared)}`;
    })
    .join(',');
}

/**
 * A question about a list that nobody changes, answered once however many ask it of the same list: a hundred nodes in
 * trouble are each compared with the same ten thousand others. The answer is kept as long as the list is.
 */
export function ofList<T, R>(work: (list: readonly T[]) => R): (list: readonly T[]) => R {
  const answers = new WeakMap<readonly T[], { readonly answer: R }>();
  return (list) => {
    const known = answers.get(list) ?? { answer: work(list) };
    answers.set(list, known);
    return known.answer;
  };
}

/** What Ironic keeps as loose JSON: `driver_info`, `instance_info`, `properties` and the like. */
type Bag = Readonly<Record<string, unknown>>;

/** A text in a bag; an empty one is none. */
export function textIn(bag: Bag | null | undefined, key: string): string | undefined {
  const value = bag?.[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A bag inside a bag, such as `properties.root_device`. */
export function bagIn(bag: Bag | null | undefined, key: string): Bag | undefined {
  const value = bag?.[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Bag) : undefined;
}

/** Top-level names that people use at home, where a single label is a domain. */
const PRIVATE = new Set(
  'local localdomain lan internal intern intra corp home private mgmt oob ipmi bmc ilo idrac cluster test lab'.split(
    ' ',
  ),
);
/** Ends of file names, which look like domains. */
const FILES = new Set(
  'gz xz bz2 zst zip tar tgz log txt md json jsonl yml yaml xml csv py ts js mjs go rs rb sh pl c h cpp java class conf cfg ini cnf toml lock patch diff img iso qcow2 raw vmdk vhd rpm deb whl pem crt key csr service timer socket target mount html htm css png jpg jpeg svg gif pdf sql db sqlite pid sock tmp bak old orig out err prom tmpl j2 rst sha256 md5'.split(
    ' ',
  ),
);

/** Whether what stands behind the first dot of a word makes it a host's full name: `dc1.example.org`, `local`; not `tar.gz`. */
export function isDomain(rest: string): boolean {
  const labels = rest.toLowerCase().split('.');
  const last = labels.at(-1) ?? '';
  if (!labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label))) return false;
  if (!/^[a-z]{2,}$/.test(last) || FILES.has(last)) return false;
  return labels.length > 1 || PRIVATE.has(last);
}

/** Stands in the bundles for packages that only a browser's part of the SDK would ever load. */
export {};

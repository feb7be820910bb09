/** In the place of the hash of a command's input, once its commit was erased: it equals no hash. */
export const ERASED_INPUT = 'erased';

// Run while the image is built: the program's user may not write to node_modules later.
import { linkInstalledBinaries } from '../dist/src/platform/database/embedded/index.js';

linkInstalledBinaries();

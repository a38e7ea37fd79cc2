/** Pages of text have nothing beyond what every page has. */
import { startSite } from "./site.ts";

startSite();

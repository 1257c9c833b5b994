// Answers ELM with cql-execution: reads a library and people, then times as often as it is asked.
// A line in: how many people. A line out: CPU milliseconds, and on the first the answers too.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import cql from "cql-execution";

const { library, people } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const executor = new cql.Executor(new cql.Library(library));

for await (const line of createInterface({ input: process.stdin })) {
  const asked = people.slice(0, Number(line));
  const began = process.cpuUsage();
  const results = await executor.exec(new cql.PatientSource(asked));
  const used = process.cpuUsage(began);
  console.log(JSON.stringify({ ms: (used.user + used.system) / 1000, answers: results.patientResults }));
}

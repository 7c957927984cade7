import IntentMatching

// `CommandsBenchmark write FOLDER` writes the templates and sentences for the other engines,
// `CommandsBenchmark measure` runs them here; each result is one line of a table.
switch CommandLine.arguments.dropFirst().first {
case "write" where CommandLine.arguments.count == 3:
    try writeFiles(of: TemplateSet(), to: CommandLine.arguments[2])
case "measure":
    measure(TemplateSet())
default:
    print("usage: CommandsBenchmark write FOLDER | measure")
}

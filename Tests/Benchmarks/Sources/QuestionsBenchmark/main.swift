import Content
import Foundation
import VietText

// `QuestionsBenchmark INTENTS [SETS]` reads the questions of SETS, or else the test sentences of
// INTENTS, with the content of INTENTS, and prints a table of times, work and growth.
let arguments = CommandLine.arguments.dropFirst()
guard let intents = arguments.first else {
    print("usage: QuestionsBenchmark INTENTS [SETS]")
    exit(64)
}
let texts = questionTexts(intents: intents, sets: arguments.dropFirst().first)
let clock = ContinuousClock()
let start = clock.now
let content = try LoadedContent.load(folder: intents, today: CivilDay(daysSinceEpoch: 20_000))
row("content loaded, all of intents/", milliseconds(clock.now - start), "ms", goal: "≤ 500")

let matcher = content.knowledge.questions
row("texts", Double(texts.count), "")
measureReading(matcher, texts)
measureFolding(texts)
try measureGrowth(
    matcher, names: content.knowledge.catalogue.entries.map(\.name),
    shortForms: ChatWords.load(folder: intents + "/vocabulary").shortForms, texts)

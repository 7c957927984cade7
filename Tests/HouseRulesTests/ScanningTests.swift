import Testing

/// The rules are only as good as the scanner below them: each is broken here once and seen.
@Suite struct ScanningTests {
    @Test func aLongFunctionIsMeasuredWhole() {
        let lines =
            ["    func long() {"] + Array(repeating: "        step()", count: 70) + ["    }"]
        #expect(functionLengths(in: lines).map(\.length) == [72])
    }

    @Test func aFunctionWithItsParametersOnLinesOfTheirOwnIsMeasured() {
        let lines = ["func wide(", "    _ a: Int", ") -> Int {", "    a", "}"]
        #expect(functionLengths(in: lines).map(\.length) == [5])
    }

    @Test func anUndocumentedPackageFunctionIsFound() {
        let lines = ["/// Said.", "package func said() {}", "package func silent() {}"]
        #expect(undocumented(in: lines).map(\.line) == [3])
    }

    @Test func attributesMayStandBetweenCommentAndDeclaration() {
        let lines = ["/// Said.", "@discardableResult", "package func said() -> Int { 1 }"]
        #expect(undocumented(in: lines).isEmpty)
    }

    @Test func bannedWordsInStringsAndCommentsDoNotCount() {
        #expect(containsWord("try!", in: "    try! open()"))
        #expect(!containsWord("try!", in: "    log(\"try! again\")"))
        #expect(!containsWord("try!", in: "    step() // try! is banned"))
        #expect(!containsWord("print(", in: "    blueprint(a)"))
    }

    @Test func importsAreReadWhateverStandsBeforeThem() {
        let file = SourceFile(
            path: "Sources/X/Y.swift",
            lines: [
                "@preconcurrency import Dispatch", "import struct Foundation.Data", "let a = 1",
            ])
        #expect(file.imports == ["Dispatch", "Foundation"])
    }
}

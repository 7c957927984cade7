import Content
import Testing

@Suite struct QuestionSheetTests {
    @Test(arguments: [
        ("xin chào", "xin chào"), ("a,b", "\"a,b\""), ("nói \"dạ\"", "\"nói \"\"dạ\"\"\""),
        ("hai\ndòng", "\"hai\ndòng\""), ("=1+1", "'=1+1"),
        ("  =cmd|'/c calc'!A1", "'  =cmd|'/c calc'!A1"),
        ("+84", "'+84"), ("-5", "'-5"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"),
        ("＝1", "'＝1"), ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""),
        ("", ""),
    ])
    func cellsOfCommasAreQuotedAndNeverRun(_ text: String, _ cell: String) {
        #expect(QuestionSheet(.csv).text([[text, "b"]]) == cell + ",b\n")
    }

    @Test func tabsAndLineEndsLeaveATabSeparatedTableWhole() {
        let text = QuestionSheet(.tsv).text([["a\tb\nc", "=d"], ["", "é"]])
        #expect(text == "a b c\t'=d\n\té\n")
    }
}

import Testing
import Wire

@Suite struct JSONTests {
    /// A body, and the value in it; nil for what is no JSON.
    struct Row: Sendable, CustomTestStringConvertible {
        let body: String
        let value: JSON?
        var testDescription: String { body.prefix(40) + "" }

        init(_ body: String, _ value: JSON?) {
            self.body = body
            self.value = value
        }
    }

    static let rows = [
        Row("null", .null), Row(" true\n", .bool(true)), Row("false", .bool(false)),
        Row("0", .whole(0)), Row("-0", .whole(0)), Row("-12", .whole(-12)),
        Row("9223372036854775807", .whole(.max)), Row("-9223372036854775808", .whole(.min)),
        Row("9223372036854775808", .fraction(9_223_372_036_854_775_808)),
        Row("1.50", .fraction(1.5)), Row("2e3", .fraction(2_000)), Row("1E-2", .fraction(0.01)),
        Row("1e999", .fraction(.infinity)),
        Row(#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{C}\n\r\t")),
        Row(#""\u1EA1 \ud83d\ude00""#, .string("ạ 😀")),
        Row(#""\ud83d""#, .string("\u{FFFD}")), Row(#""\ude00x""#, .string("\u{FFFD}x")),
        Row(#""\ud83d\u0041""#, .string("\u{FFFD}A")),
        Row(#""C:\\ud83d""#, .string("C:\\ud83d")),
        Row("\"tab\there\"", .string("tab\there")),
        Row("[]", .array([])), Row("[1, [ ] ,{}]", .array([.whole(1), .array([]), .object([])])),
        Row(
            #"{"a":1,"a":null}"#,
            .object([.init(key: "a", value: .whole(1)), .init(key: "a", value: .null)])),
        Row("", nil), Row(" ", nil), Row("nul", nil), Row("nullx", nil), Row("01", nil),
        Row("-", nil), Row("1.", nil), Row(".5", nil), Row("1e", nil), Row("+1", nil),
        Row("\"", nil), Row(#""\x""#, nil), Row(#""\u12G4""#, nil), Row(#""\u12"#, nil),
        Row("[1,]", nil), Row("[1 2]", nil), Row("[", nil), Row("{\"a\"}", nil),
        Row("{\"a\":}", nil), Row("{a:1}", nil), Row("{\"a\":1,}", nil), Row("1 1", nil),
        Row("<html>", nil), Row("\u{FEFF}1", nil),
        Row(String(repeating: "[", count: 200_000), nil),
    ]

    @Test(arguments: rows)
    func readsWhatTheStandardSaysAndNothingElse(_ row: Row) {
        #expect(JSON.read(Array(row.body.utf8)) == row.value)
    }

    @Test func depthIsBounded() {
        func nested(_ depth: Int) -> [UInt8] {
            Array(
                (String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(JSON.read(nested(JSON.depthMax)) != nil)
        #expect(JSON.read(nested(JSON.depthMax + 1)) == nil)
    }

    @Test func bytesThatAreNotUTF8AreMended() {
        #expect(JSON.read([0x22, 0x61, 0xFF, 0x62, 0x22]) == .string("a\u{FFFD}b"))
        #expect(JSON.read([0x22, 0x5C, 0x6E, 0xC3, 0x22]) == .string("\n\u{FFFD}"))
    }

    @Test func aFieldOfAnotherTypeCostsNothing() throws {
        let body = #"{"id":"12","n":3.0,"b":"true","x":null,"list":[1],"far":1e40}"#
        let value = try #require(JSON.read(Array(body.utf8)))
        #expect(value["id"]?.whole == 12)
        #expect(value["n"]?.whole == 3)
        #expect(value["b"]?.bool == nil)
        #expect(value["x"] == nil)
        #expect(value["far"]?.whole == nil)
        #expect(value["list"]?.elements == [.whole(1)])
        #expect(value["list"]?["id"] == nil)
        #expect(!JSON.null.isObject && value.isObject)
    }

    @Test func whatIsWrittenIsReadAgain() {
        let value = JSON.object([
            .init(key: "chat_id", value: .whole(-100)),
            .init(key: "text", value: .string("\"ạ\"\\/\n\r\t\u{0}\u{1F} 😀")),
            .init(key: "list", value: .array([.null, .bool(false), .fraction(0.5), .object([])])),
        ])
        #expect(JSON.read(value.bytes) == value)
        #expect(
            String(decoding: value.bytes, as: UTF8.self)
                == #"{"chat_id":-100,"text":"\"ạ\"\\/\n\r\t\u0000\u001f 😀","#
                + #""list":[null,false,0.5,{}]}"#)
        #expect(JSON.fraction(.infinity).bytes == JSON.null.bytes)
    }
}

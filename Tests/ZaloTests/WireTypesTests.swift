import Testing
import Zalo

/// What the simulator writes, Zalo's reader reads, and the other way round.
@Suite struct WireTypesTests {
    @Test(arguments: [
        "text-private", "text-group-mention", "image-photo-url", "image-caption", "voice",
        "sticker", "unsupported",
    ])
    func updateIsWrittenAsItWasRead(_ name: String) throws {
        let body = try Recorded.body(name)
        let read = try #require(WireJSON.value(Envelope<Update>.self, in: body))
        let written = try WireJSON.bytes(read)
        let again = try #require(WireJSON.value(Envelope<Update>.self, in: written))
        #expect(again.result == read.result)
        #expect(again.isOK)
        // Nothing is lost: the same JSON but for blanks and order.
        let sorted = String(decoding: body, as: UTF8.self).filter { !$0.isNewline }
        #expect(written.sorted() == Array(sorted.utf8).sorted())
    }

    @Test func refusalIsWrittenAsZaloWritesIt() throws {
        let refusal = Envelope<EmptyResult>(errorCode: 408, description: "Request timeout")
        let written = String(decoding: try WireJSON.bytes(refusal), as: UTF8.self)
        #expect(written == #"{"description":"Request timeout","error_code":408,"ok":false}"#)
        #expect(UpdatesBody.read(Array(written.utf8)) == .refused(errorCode: 408))
    }

    @Test func webhookBodyIsReadInBothShapes() throws {
        let wrapped = try #require(UpdatesBody.read(try Recorded.body("text-private")))
        let flat = try #require(UpdatesBody.read(try Recorded.body("text-flat-webhook")))
        #expect(wrapped == flat)
        guard case .updates(let updates) = flat, let update = updates.first else {
            Issue.record("no update")
            return
        }
        #expect(UpdatesBody.read(try WireJSON.bytes(update)) == flat)
        #expect(UpdatesBody.read(try WireJSON.bytes(Envelope(result: update))) == wrapped)
    }

    @Test(arguments: ["", "{", "{}", "7", "null", #""text""#, #"{"ok":1}"#, "<html>"])
    func otherBodiesAreNone(_ body: String) {
        #expect(UpdatesBody.read(Array(body.utf8)) == nil)
    }

    @Test func parametersAreReadAsClientsWriteThem() throws {
        let number = try #require(
            WireJSON.value(GetUpdatesParameters.self, in: Array(#"{"timeout":30}"#.utf8)))
        #expect(number.timeout == "30")
        let text = try #require(
            WireJSON.value(GetUpdatesParameters.self, in: Array(#"{"timeout":"30"}"#.utf8)))
        #expect(text.timeout == "30")
        let none = try #require(WireJSON.value(GetUpdatesParameters.self, in: Array("{}".utf8)))
        #expect(none.timeout == nil)
    }
}

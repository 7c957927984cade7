import Testing
import Web

@Suite struct WebSettingsTests {
    @Test func listensOnLoopbackUnlessToldOtherwise() {
        #expect(WebSettings().host == "127.0.0.1")
    }
}

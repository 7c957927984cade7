import Telegram
import Testing

@Suite struct TelegramChannelTests {
    @Test func takesLongerTextsThanZalo() {
        #expect(TelegramChannel.textUnitsMax == 4_096)
    }
}

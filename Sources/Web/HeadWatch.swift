import NIOCore

/// Closes a connection whose request head has begun and does not get complete.
///
/// The framework's own idle time-out looks at whole parts of requests only, and is long. Bytes that
/// have come and made no part are half of a head.
final class HeadWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let milliseconds: Int64
    private var hasPart = false
    private var timer: Scheduled<Void>?

    init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        hasPart = true
        timer?.cancel()
        timer = nil
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if !hasPart, timer == nil {
            let channel = context.channel
            timer = context.eventLoop.scheduleTask(in: .milliseconds(milliseconds)) {
                channel.close(promise: nil)
            }
        }
        hasPart = false
        context.fireChannelReadComplete()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }
}

@available(*, unavailable)
extension HeadWatch: Sendable {}

import Hummingbird
import NIOCore

/// What a call knows of its connection.
struct CallContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// Closes the connection after so long unless the timer is cancelled.
    func cutting(afterMilliseconds milliseconds: Int64) -> Scheduled<Void> {
        channel.eventLoop.scheduleTask(in: .milliseconds(milliseconds)) { [channel] in
            channel.close(promise: nil)
        }
    }
}

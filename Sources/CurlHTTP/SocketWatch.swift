import CCurl
import Foundation

/// Waits for the sockets that libcurl wants watched, and for its timer.
///
/// `curl_multi_poll` would look at every socket at every call; with thousands of long polls nearly
/// all are silent, and epoll names the few that are not.
///
/// Unchecked because everything but `wake` is for the thread of `TransferLoop` alone, and `wake`
/// writes to a descriptor that is set once: `Mailbox` calls it, under its lock, until `close`.
final class SocketWatch: @unchecked Sendable {
    /// Sockets that one wait tells about at the most; the others are told about by the next.
    private static let eventsMax = 512

    private let epoll: Int32
    private let wakeUp: Int32
    private var multi: UnsafeMutableRawPointer?
    private var timerAt: ContinuousClock.Instant?
    private var events = [epoll_event](repeating: epoll_event(), count: eventsMax)

    /// Nil when the process may open no more files.
    init?() {
        let epoll = epoll_create1(O_CLOEXEC)
        let wakeUp = eventfd(0, O_CLOEXEC | O_NONBLOCK)
        var event = ccurl_epoll_event(Self.readable, wakeUp)
        guard epoll >= 0, wakeUp >= 0, epoll_ctl(epoll, EPOLL_CTL_ADD, wakeUp, &event) == 0 else {
            if epoll >= 0 { Foundation.close(epoll) }
            if wakeUp >= 0 { Foundation.close(wakeUp) }
            return nil
        }
        self.epoll = epoll
        self.wakeUp = wakeUp
    }

    /// Lets libcurl say what it wants watched; `self` must live as long as the handle.
    func serve(_ multi: UnsafeMutableRawPointer) {
        self.multi = multi
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = ccurl_multi_set_callbacks(multi, onSocket, onTimer, context)
    }

    /// Ends the wait under way, or the next; from any thread.
    func wake() {
        eventfd_write(wakeUp, 1)
    }

    /// Waits for a socket, the timer, a wake-up or a deadline, and lets libcurl do what is to be
    /// done.
    func wait(until deadline: ContinuousClock.Instant?, _ multi: UnsafeMutableRawPointer) {
        let moment = [timerAt, deadline].compactMap(\.self).min()
        let count = epoll_wait(
            epoll, &events, Int32(Self.eventsMax), moment.map(Self.milliseconds) ?? -1)
        var running: Int32 = 0
        for index in 0..<Int(max(0, count)) {
            let socket = ccurl_epoll_socket(&events[index])
            if socket == wakeUp {
                var value: eventfd_t = 0
                eventfd_read(wakeUp, &value)
            } else {
                curl_multi_socket_action(
                    multi, socket, Self.mask(events[index].events), &running)
            }
        }
        guard let timerAt, timerAt <= .now else { return }
        self.timerAt = nil
        curl_multi_socket_action(multi, Self.timeOut, 0, &running)
    }

    /// Closes what was opened here; nothing may be called after it.
    func close() {
        Foundation.close(epoll)
        Foundation.close(wakeUp)
    }

    // MARK: What libcurl says

    fileprivate func watch(_ socket: Int32, _ what: Int32, isKnown: Bool) {
        guard what != CURL_POLL_REMOVE else {
            epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nil)
            return
        }
        var wanted: UInt32 = 0
        if what & CURL_POLL_IN != 0 { wanted |= Self.readable }
        if what & CURL_POLL_OUT != 0 { wanted |= Self.writable }
        var event = ccurl_epoll_event(wanted, socket)
        epoll_ctl(epoll, isKnown ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event)
        // libcurl hands the pointer back for as long as the socket is watched.
        if !isKnown { curl_multi_assign(multi, socket, Unmanaged.passUnretained(self).toOpaque()) }
    }

    fileprivate func setTimer(_ milliseconds: Int) {
        timerAt = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
    }

    // MARK: Numbers

    /// `CURL_SOCKET_TIMEOUT`, a macro with a cast.
    private static let timeOut: Int32 = -1

    private static let readable = EPOLLIN.rawValue
    private static let writable = EPOLLOUT.rawValue
    private static let broken = EPOLLERR.rawValue | EPOLLHUP.rawValue

    private static func mask(_ events: UInt32) -> Int32 {
        var mask: Int32 = 0
        if events & (readable | broken) != 0 { mask |= CURL_CSELECT_IN }
        if events & writable != 0 { mask |= CURL_CSELECT_OUT }
        if events & broken != 0 { mask |= CURL_CSELECT_ERR }
        return mask
    }

    /// At least 0; rounded up, so that the moment has come when the wait ends.
    private static func milliseconds(until moment: ContinuousClock.Instant) -> Int32 {
        let left = ContinuousClock.now.duration(to: moment)
        guard left > .zero else { return 0 }
        return Int32(min(left, .seconds(86_400)) / .milliseconds(1)) + 1
    }
}

private let onSocket: ccurl_socket_callback = { _, socket, what, context, own in
    socketWatch(context)?.watch(socket, what, isKnown: own != nil)
    return 0
}

private let onTimer: ccurl_timer_callback = { _, milliseconds, context in
    socketWatch(context)?.setTimer(milliseconds)
    return 0
}

private func socketWatch(_ context: UnsafeMutableRawPointer?) -> SocketWatch? {
    context.map { Unmanaged<SocketWatch>.fromOpaque($0).takeUnretainedValue() }
}

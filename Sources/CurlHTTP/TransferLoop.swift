import CCurl
import Foundation
import Synchronization

/// The thread's work: takes commands, lets libcurl move bytes, ends transfers.
///
/// Unchecked because everything but the mailbox, which has its lock, is touched by the one
/// thread that calls `run`.
final class TransferLoop: @unchecked Sendable {
    /// Easy handles kept for the next requests; more than that are freed at once.
    private static let spareHandlesMax = 64

    private let settings: HTTPClientSettings
    private var transfersMax: Int
    private let mailbox: Mailbox
    private let watch: SocketWatch
    private let multi: UnsafeMutableRawPointer
    private var active: [UnsafeMutableRawPointer: Transfer] = [:]

    /// Those that came when `transfersMax` were active, in order.
    ///
    /// libcurl has such a queue too, but version 7.88 lets what waits there outstay its time.
    private var queue = TransferQueue()

    private var spare: [UnsafeMutableRawPointer] = []

    init(
        settings: HTTPClientSettings, mailbox: Mailbox, watch: SocketWatch,
        multi: UnsafeMutableRawPointer
    ) {
        self.settings = settings
        transfersMax = max(1, settings.transfersMax)
        self.mailbox = mailbox
        self.watch = watch
        self.multi = multi
    }

    /// Returns when the mailbox says stop.
    func run() {
        ignoreBrokenPipes()
        // The default would close and open connections all the time under many long polls.
        _ = ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, transfersMax)
        watch.serve(multi)
        while true {
            let (commands, isStopping) = mailbox.takeCommands()
            for command in commands { obey(command) }
            if isStopping { break }
            startQueued()
            // Waits for the first in the queue too, which may not start and will be late.
            watch.wait(until: queue.firstDeadline, multi)
            endFinished()
        }
        for transfer in queue.takeAll() {
            end(transfer, .failure(.shutDown(requestMayHaveArrived: false)))
        }
        for transfer in Array(active.values) {
            let mayHaveArrived = requestMayHaveArrived(transfer)
            end(transfer, .failure(.shutDown(requestMayHaveArrived: mayHaveArrived)))
        }
        for easy in spare { curl_easy_cleanup(easy) }
        curl_multi_cleanup(multi)
        watch.close()
        mailbox.ended()
    }

    /// Keeps a write to a closed connection from ending the process: libcurl reports it instead.
    private func ignoreBrokenPipes() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    private func obey(_ command: Mailbox.Command) {
        switch command {
        case .allow(let count):
            transfersMax = max(1, count)
            _ = ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, transfersMax)
        case .start(let transfer):
            // A cancel may have overtaken the start.
            if transfer.isCancelled.load(ordering: .acquiring) {
                end(transfer, .failure(.cancelled(requestMayHaveArrived: false)))
            } else {
                queue.append(transfer)
            }
        case .cancel(let transfer):
            if queue.remove(transfer) {
                return end(transfer, .failure(.cancelled(requestMayHaveArrived: false)))
            }
            guard transfer.easy != nil else { return }
            let mayHaveArrived = requestMayHaveArrived(transfer)
            end(transfer, .failure(.cancelled(requestMayHaveArrived: mayHaveArrived)))
        }
    }

    /// Starts as many as may be, and ends those that have waited too long.
    private func startQueued() {
        for transfer in queue.takeLate(at: .now) {
            end(transfer, .failure(.notSent(.connectTimedOut)))
        }
        while active.count < transfersMax, let transfer = queue.takeFirst() { start(transfer) }
    }

    private func start(_ transfer: Transfer) {
        guard let easy = spare.popLast() ?? newHandle() else {
            let code = Int(CURLE_OUT_OF_MEMORY.rawValue)
            return end(
                transfer, .failure(.unexpected(code: code, requestMayHaveArrived: false)))
        }
        transfer.easy = easy
        active[easy] = transfer
        var options = EasyOptions(easy)
        options.set(transfer)
        guard options.code == CURLE_OK else {
            let code = Int(options.code.rawValue)
            return end(
                transfer, .failure(.unexpected(code: code, requestMayHaveArrived: false)))
        }
        guard curl_multi_add_handle(multi, easy) == CURLM_OK else {
            let code = Int(CURLE_FAILED_INIT.rawValue)
            return end(
                transfer, .failure(.unexpected(code: code, requestMayHaveArrived: false)))
        }
    }

    /// A handle with the options that all transfers share; nil when there is no memory for it.
    private func newHandle() -> UnsafeMutableRawPointer? {
        guard let easy = curl_easy_init() else { return nil }
        var options = EasyOptions(easy)
        options.set(settings)
        guard options.code == CURLE_OK else {
            curl_easy_cleanup(easy)
            return nil
        }
        return easy
    }

    private func endFinished() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
                let transfer = active[easy]
            else { continue }
            let outcome = TransferOutcome(easy, code: ccurl_message_result(message))
            end(transfer, outcome.result(transfer, hasProxy: !settings.proxy.isEmpty))
        }
    }

    private func requestMayHaveArrived(_ transfer: Transfer) -> Bool {
        guard let easy = transfer.easy else { return false }
        return TransferOutcome(easy, code: CURLE_OK).requestMayHaveArrived
    }

    private func end(_ transfer: Transfer, _ result: Result<HTTPResponse, HTTPFailure>) {
        if let easy = transfer.easy {
            curl_multi_remove_handle(multi, easy)
            active[easy] = nil
            transfer.easy = nil
            // Its options stay: setting all of them again costs more than the rest of a call.
            if spare.count < Self.spareHandlesMax {
                spare.append(easy)
            } else {
                curl_easy_cleanup(easy)
            }
        }
        curl_slist_free_all(transfer.headerList)
        transfer.headerList = nil
        transfer.end(result)
    }
}

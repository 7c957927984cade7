import CCurl
import Foundation
import Synchronization

/// How an `HTTPClient` reaches the world.
package struct HTTPClientSettings: Hashable, Sendable {
    /// A proxy for every request, as `http://host:port`; "" for none.
    ///
    /// The environment's `http_proxy` is never read: a bot must not change its way unasked.
    package var proxy = ""

    /// Path of a PEM file with the authorities to trust instead of the system's.
    package var authoritiesFile: String?

    /// Requests under way at a time, the others wait their turn; also the most connections kept.
    ///
    /// A long poll is under way for as long as it waits: allow for one a bot, and some more.
    package var transfersMax = 1_024

    package init() {}
}

/// An HTTP client over libcurl's multi interface: one thread drives all transfers.
///
/// Certificates are checked, redirects are not followed, connections are used again, and HTTP/2
/// is spoken over TLS where the server offers it. The thread ends with `shutdown`, or after the
/// last reference to the client is gone.
package final class HTTPClient: Sendable {
    private let mailbox: Mailbox

    /// Starts the client's thread.
    ///
    /// - Throws: `HTTPFailure.unexpected` when libcurl cannot start.
    package init(settings: HTTPClientSettings = HTTPClientSettings()) throws(HTTPFailure) {
        guard curlStart == CURLE_OK, let watch = SocketWatch(), let multi = curl_multi_init()
        else {
            throw .unexpected(
                code: Int(CURLE_FAILED_INIT.rawValue), requestMayHaveArrived: false)
        }
        mailbox = Mailbox(watch: watch)
        let loop = TransferLoop(
            settings: settings, mailbox: mailbox, watch: watch, multi: multi)
        let thread = Thread { loop.run() }
        thread.name = "http"
        thread.start()
    }

    deinit {
        mailbox.stop()
    }

    /// Sends one request and returns its answer, whatever the status.
    ///
    /// Cancelling the task ends the call at once. A request with a body goes out once at the
    /// most; one without may be repeated when a kept connection turns out to be dead.
    ///
    /// - Throws: `HTTPFailure`, which says whether the server may have got the request.
    package func execute(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        try request.check()
        let transfer = Transfer(request)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.continuation = continuation
                if !mailbox.post(.start(transfer)) {
                    transfer.end(.failure(.shutDown(requestMayHaveArrived: false)))
                }
            }
        } onCancel: {
            transfer.isCancelled.store(true, ordering: .releasing)
            _ = mailbox.post(.cancel(transfer))
        }
        return try result.get()
    }

    /// Changes `HTTPClientSettings.transfersMax` while the client runs.
    package func allow(transfers: Int) {
        _ = mailbox.post(.allow(transfers))
    }

    /// Fails everything in flight and returns when the thread has ended; may be called again.
    package func shutdown() async {
        mailbox.stop()
        await mailbox.waitUntilClosed()
    }
}

/// The result of libcurl's global start, run once for the whole process.
private let curlStart = curl_global_init(ccurl_global_default())

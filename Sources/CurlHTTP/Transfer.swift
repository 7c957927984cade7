import CCurl
import Synchronization

/// One request on its way, from `execute` to its end.
///
/// Unchecked because its variables belong to the loop's thread from the moment that `Mailbox`,
/// under its lock, has handed it over; only `isCancelled` is touched from elsewhere after that.
final class Transfer: @unchecked Sendable {
    /// Bytes of all headers of an answer at the most.
    static let headerBytesMax = 64 * 1_024

    let request: HTTPRequest
    let deadline: ContinuousClock.Instant
    let isCancelled = Atomic<Bool>(false)
    var continuation: CheckedContinuation<Result<HTTPResponse, HTTPFailure>, Never>?

    /// libcurl's handle while the transfer runs.
    var easy: UnsafeMutableRawPointer?

    /// The number of its place in the queue while it waits there.
    var place: Int?

    /// The request's headers as libcurl wants them; freed at the end.
    var headerList: UnsafeMutablePointer<curl_slist>?

    private(set) var response = HTTPResponse()
    private(set) var isTooLarge = false

    /// Whether the blank line after the head of the final answer has come.
    private(set) var isHeadComplete = false

    private var headerBytes = 0

    init(_ request: HTTPRequest) {
        self.request = request
        deadline = .now + request.timeout
    }

    /// Gives the result to the caller; calls after the first do nothing.
    func end(_ result: Result<HTTPResponse, HTTPFailure>) {
        continuation?.resume(returning: result)
        continuation = nil
    }

    /// A piece of the answer's body; false to break off.
    func received(body bytes: UnsafeRawBufferPointer) -> Bool {
        guard response.body.count + bytes.count <= request.bodyBytesMax else {
            isTooLarge = true
            return false
        }
        response.body.append(contentsOf: bytes)
        return true
    }

    /// One line of the answer's head; false to break off.
    func received(headerLine line: UnsafeRawBufferPointer) -> Bool {
        headerBytes += line.count
        guard headerBytes <= Self.headerBytesMax else {
            isTooLarge = true
            return false
        }
        if line.starts(with: "HTTP/".utf8) {
            // A new head: what came before was an interim answer or the proxy's.
            response.headers.removeAll(keepingCapacity: true)
            isHeadComplete = false
        } else if line.first == UInt8(ascii: "\r") || line.first == UInt8(ascii: "\n") {
            isHeadComplete = true
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            let value = String(decoding: line[(colon + 1)...].trimmed, as: UTF8.self)
            response.headers.append(HTTPHeader(name, value))
        }
        return true
    }

    /// Whether the request may go out when so many bytes of it have gone before.
    ///
    /// libcurl repeats a request by itself when a kept connection dies without an answer. The
    /// server may have carried it out by then, so a request with a body is not repeated.
    func mayGoOut(afterBytes count: Int) -> Bool { count == 0 || request.body == nil }

    func answered(status: Int, version: HTTPResponse.Version, newConnections: Int) {
        response.status = status
        response.version = version
        response.newConnections = newConnections
    }
}

extension Slice<UnsafeRawBufferPointer> {
    /// Without blanks and line ends around it.
    fileprivate var trimmed: Self {
        let isBlank = { (byte: UInt8) in byte == 32 || byte == 9 || byte == 13 || byte == 10 }
        let head = drop(while: isBlank)
        guard let last = head.lastIndex(where: { !isBlank($0) }) else { return head.prefix(0) }
        return head[...last]
    }
}

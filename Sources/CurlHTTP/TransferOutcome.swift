import CCurl

/// How a transfer ended, in libcurl's words, and what that means for the caller.
struct TransferOutcome {
    private let easy: UnsafeMutableRawPointer
    private let code: CURLcode

    /// Reads from `easy`, which must still belong to the ended transfer.
    init(_ easy: UnsafeMutableRawPointer, code: CURLcode) {
        self.easy = easy
        self.code = code
    }

    /// Whether any byte of the request may have reached the server.
    ///
    /// The moment of "about to transfer" and the count of bytes sent must both say no.
    var requestMayHaveArrived: Bool {
        if isTunnelRefused { return false }
        var microseconds: curl_off_t = 0
        _ = ccurl_get_offset(easy, CURLINFO_PRETRANSFER_TIME_T, &microseconds)
        return microseconds > 0 || number(CURLINFO_REQUEST_SIZE) > 0
    }

    func result(_ transfer: Transfer, hasProxy: Bool) -> Result<HTTPResponse, HTTPFailure> {
        guard code == CURLE_OK else { return .failure(failure(transfer, hasProxy: hasProxy)) }
        // libcurl takes a head that breaks off for a short answer without a body.
        guard transfer.isHeadComplete else { return .failure(.connectionLost) }
        transfer.answered(
            status: number(CURLINFO_RESPONSE_CODE),
            // libcurl's enumeration, not the digit of the version.
            version: number(CURLINFO_HTTP_VERSION) >= Int(CURL_HTTP_VERSION_2_0)
                ? .http2 : .http1,
            newConnections: number(CURLINFO_NUM_CONNECTS))
        return .success(transfer.response)
    }

    private func failure(_ transfer: Transfer, hasProxy: Bool) -> HTTPFailure {
        if transfer.isTooLarge { return .responseTooLarge(bytesMax: transfer.request.bodyBytesMax) }
        let mayHaveArrived = requestMayHaveArrived
        if !mayHaveArrived, let obstacle = obstacle(hasProxy: hasProxy) {
            return .notSent(obstacle)
        }
        switch code {
        case CURLE_FILESIZE_EXCEEDED:
            return .responseTooLarge(bytesMax: transfer.request.bodyBytesMax)
        case CURLE_OPERATION_TIMEDOUT:
            return .timedOut
        case CURLE_COULDNT_CONNECT, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_PARTIAL_FILE,
            CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_ABORTED_BY_CALLBACK,
            CURLE_SSL_CONNECT_ERROR:
            return .connectionLost
        case CURLE_URL_MALFORMAT:
            return .badRequest(reason: "libcurl cannot read the URL")
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
            return .responseUnreadable
        default:
            return .unexpected(code: Int(code.rawValue), requestMayHaveArrived: mayHaveArrived)
        }
    }

    /// What stood in the way of a request that was not sent; nil when it was none of these.
    private func obstacle(hasProxy: Bool) -> HTTPFailure.Obstacle? {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            .hostUnknown
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY:
            .proxy
        case CURLE_COULDNT_CONNECT, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING:
            hasProxy ? .proxy : .connectionRefused
        case CURLE_OPERATION_TIMEDOUT:
            .connectTimedOut
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS:
            .tls
        default:
            nil
        }
    }

    /// Whether a proxy answered that it will not pass the connection on.
    private var isTunnelRefused: Bool {
        let status = number(CURLINFO_HTTP_CONNECTCODE)
        return status != 0 && !(200...299).contains(status)
    }

    private func number(_ info: CURLINFO) -> Int {
        var value = 0
        _ = ccurl_get_long(easy, info, &value)
        return value
    }
}

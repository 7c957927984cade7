import CCurl

/// Sets options on one of libcurl's easy handles and keeps the first failure.
struct EasyOptions {
    let easy: UnsafeMutableRawPointer
    private(set) var code = CURLE_OK

    init(_ easy: UnsafeMutableRawPointer) {
        self.easy = easy
    }

    /// Sets what is the same for every transfer of a client: once for each handle.
    mutating func set(_ settings: HTTPClientSettings) {
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_PROXY, settings.proxy)
        set(CURLOPT_ACCEPT_ENCODING, "")
        setSecurity(settings)
        // A connection that died silently is noticed although a long poll has nothing to say.
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_TCP_KEEPIDLE, 20)
        set(CURLOPT_TCP_KEEPINTVL, 10)
        keep(ccurl_set_bytes_callback(easy, CURLOPT_WRITEFUNCTION, onBody))
        keep(ccurl_set_bytes_callback(easy, CURLOPT_HEADERFUNCTION, onHeaderLine))
        keep(ccurl_set_request_callback(easy, onRequest))
    }

    /// Sets everything that `transfer` does not share with the one before on this handle; it must
    /// live until libcurl is done with the handle.
    mutating func set(_ transfer: Transfer) {
        set(CURLOPT_URL, transfer.request.url)
        setLimits(transfer)
        let context = Unmanaged.passUnretained(transfer).toOpaque()
        for option in [CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_PREREQDATA] {
            keep(ccurl_set_pointer(easy, option, context))
        }
        setMethod(transfer.request)
        setHeaders(transfer)
    }

    private mutating func setSecurity(_ settings: HTTPClientSettings) {
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let file = settings.authoritiesFile { set(CURLOPT_CAINFO, file) }
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    }

    private mutating func setLimits(_ transfer: Transfer) {
        let request = transfer.request
        let left = ContinuousClock.now.duration(to: transfer.deadline)
        set(CURLOPT_TIMEOUT_MS, left.wholeMilliseconds)
        set(CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeout.wholeMilliseconds)
        // Looks at Content-Length alone; the bytes are counted in `Transfer` besides.
        // With 0 there is no limit of libcurl's.
        let bytesMax = curl_off_t(request.bodyBytesMax)
        keep(ccurl_set_offset(easy, CURLOPT_MAXFILESIZE_LARGE, bytesMax))
    }

    private mutating func setMethod(_ request: HTTPRequest) {
        // What the transfer before has set goes.
        keep(ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, nil))
        set(CURLOPT_HTTPGET, 1)
        switch (request.method, request.body) {
        case ("GET", nil):
            break
        case ("HEAD", nil):
            set(CURLOPT_NOBODY, 1)
        case (let method, let body):
            set(CURLOPT_POST, 1)
            // Given beforehand, a short body goes out together with the head, in one write.
            (body ?? []).withUnsafeBytes { bytes in
                keep(ccurl_set_body(easy, bytes.baseAddress, curl_off_t(bytes.count)))
            }
            if method != "POST" { set(CURLOPT_CUSTOMREQUEST, method) }
        }
    }

    private mutating func setHeaders(_ transfer: Transfer) {
        let headers = transfer.request.headers
        var lines = headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        // Without these, libcurl adds headers of its own to requests with a body.
        for name in ["Content-Type", "Expect"]
        where !headers.contains(where: { $0.name.lowercased() == name.lowercased() }) {
            lines.append("\(name):")
        }
        for line in lines {
            guard let list = curl_slist_append(transfer.headerList, line) else {
                return keep(CURLE_OUT_OF_MEMORY)
            }
            transfer.headerList = list
        }
        keep(ccurl_set_list(easy, CURLOPT_HTTPHEADER, transfer.headerList))
    }

    private mutating func set(_ option: CURLoption, _ value: Int) {
        keep(ccurl_set_long(easy, option, value))
    }

    private mutating func set(_ option: CURLoption, _ value: String) {
        keep(ccurl_set_string(easy, option, value))
    }

    private mutating func keep(_ code: CURLcode) {
        if self.code == CURLE_OK { self.code = code }
    }
}

private let onBody: ccurl_bytes_callback = { bytes, size, count, context in
    guard let transfer = transfer(context) else { return 0 }
    let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer.received(body: buffer) ? buffer.count : 0
}

private let onHeaderLine: ccurl_bytes_callback = { bytes, size, count, context in
    guard let transfer = transfer(context) else { return 0 }
    let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer.received(headerLine: buffer) ? buffer.count : 0
}

private let onRequest: ccurl_request_callback = { context, _, _, _, _ in
    guard let transfer = transfer(context), let easy = transfer.easy else {
        return CURL_PREREQFUNC_ABORT
    }
    var bytesSent = 0
    _ = ccurl_get_long(easy, CURLINFO_REQUEST_SIZE, &bytesSent)
    return transfer.mayGoOut(afterBytes: bytesSent) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
}

extension Duration {
    /// At least 1, and at most what fits libcurl's `long` with room to spare.
    fileprivate var wholeMilliseconds: Int {
        let limit = Duration.seconds(86_400)
        return max(1, Int(min(self, limit) / .milliseconds(1)))
    }
}

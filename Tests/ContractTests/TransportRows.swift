import CurlHTTP
import TestSupport

/// What the way to any platform can do to a send, whoever answers or not.
let transportRows: [ChannelContract.SendRow] = [
    .init("no such host", .failure(.notSent(.hostUnknown)), .tryAgain),
    .init("refused", .failure(.notSent(.connectionRefused)), .tryAgain),
    .init("no connection in time", .failure(.notSent(.connectTimedOut)), .tryAgain),
    .init("certificate", .failure(.notSent(.tls)), .tryAgain),
    .init("proxy", .failure(.notSent(.proxy)), .tryAgain),
    .init("no answer", .failure(.timedOut), .unknown),
    .init("lost on the way", .failure(.connectionLost), .unknown),
    .init("an answer that is too long", .failure(.responseTooLarge(bytesMax: 1)), .unknown),
    .init("no HTTP", .failure(.responseUnreadable), .unknown),
    .init("cancelled before", .failure(.cancelled(requestMayHaveArrived: false)), .tryAgain),
    .init("cancelled after", .failure(.cancelled(requestMayHaveArrived: true)), .unknown),
    .init("shut down before", .failure(.shutDown(requestMayHaveArrived: false)), .tryAgain),
    .init("shut down after", .failure(.shutDown(requestMayHaveArrived: true)), .unknown),
    .init("a request of ours that is none", .failure(.badRequest(reason: "x")), .refused),
    .init("a page of an outage", .status(502, "<html>PLANTED</html>"), .tryAgain),
    .init("a gateway that waited in vain", .status(504, "<html>PLANTED</html>"), .unknown),
    .init("a page with status 200", .body("<html>PLANTED</html>"), .tryAgain),
    .init("an empty answer", .body(""), .unknown),
    .init("an answer cut off", .body(#"{"ok":tr"#), .unknown),
    .init("brackets", .body(String(repeating: "[", count: 100_000)), .unknown),
]

/// What the way to any platform can do to a poll.
let pollTransportRows: [ChannelContract.IntakeRow] = [
    .init("no such host", .failure(.notSent(.hostUnknown)), .tryAgain),
    .init("no answer", .failure(.timedOut), .tryAgain),
    .init("lost on the way", .failure(.connectionLost), .tryAgain),
    .init("cancelled", .failure(.cancelled(requestMayHaveArrived: true)), .cancelled),
    .init("shut down", .failure(.shutDown(requestMayHaveArrived: true)), .cancelled),
    .init("a request of ours that is none", .failure(.badRequest(reason: "x")), .misconfigured),
    .init("a page of an outage", .status(502, "<html>PLANTED</html>"), .tryAgain),
    .init("a page with status 200", .body("<html>PLANTED</html>"), .tryAgain),
]

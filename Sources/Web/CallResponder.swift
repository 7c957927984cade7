import Gateway
import HTTPTypes
import Hummingbird
import Messaging
import NIOCore

/// Answers each call: finds its route, bounds and reads its body, has it kept, and says so.
///
/// No path, header or body is logged here: a path may hold a secret.
struct CallResponder: HTTPResponder {
    let routes: RouteTable
    let receive: WebServer.Receive
    let pages: StatusPages
    let clock: GatewayClock
    let limits: WebLimits

    @concurrent
    func respond(to request: Request, context: CallContext) async throws -> Response {
        let cut = context.cutting(afterMilliseconds: limits.callMilliseconds)
        var answer = await answer(to: request)
        if request.hasBody, !answer.hasReadBody {
            // What is left of the body is not waited for: the connection ends with this answer.
            answer.headers[.connection] = "close"
            _ = context.cutting(afterMilliseconds: limits.lingerMilliseconds)
        }
        if request.method == .head { answer.body = "" }
        return answer.response { cut.cancel() }
    }

    private func answer(to request: Request) async -> Answer {
        let path = request.uri.path
        if let page = StatusPages.Path(rawValue: path) {
            guard request.isLook else { return .notAllowed("GET, HEAD") }
            return await pages.answer(page)
        }
        guard let route = routes[path] else { return Answer(.notFound) }
        if request.isLook { return .success }
        guard request.method == .post else { return .notAllowed("GET, HEAD, POST") }
        switch await body(of: request, route) {
        case .tooLong: return Answer(.contentTooLarge)
        case .broken: return Answer(.badRequest)
        case .whole(let body):
            var answer = await self.answer(to: request, body, route)
            answer.hasReadBody = true
            return answer
        }
    }

    private func answer(
        to request: Request, _ body: [UInt8], _ route: WebhookRoute
    ) async -> Answer {
        let headers = request.headers
        let call = WebhookCall(
            header: { name in HTTPField.Name(name).flatMap { headers[values: $0].first } },
            body: body, at: clock.now())
        switch await receive(call, route) {
        case .kept, .ignored: return .success
        case .refused: return Answer(.forbidden)
        case .later(let seconds):
            return Answer(.serviceUnavailable, headers: [.retryAfter: "\(seconds)"])
        }
    }

    private enum Body {
        case whole([UInt8])
        case tooLong
        /// The client has hung up in the middle of it.
        case broken
    }

    private func body(of request: Request, _ route: WebhookRoute) async -> Body {
        let promised = request.headers[.contentLength].flatMap { Int($0) }
        if let promised, promised > route.bodyBytesMax { return .tooLong }
        do {
            let buffer = try await request.body.collect(upTo: route.bodyBytesMax)
            if let promised, buffer.readableBytes != promised { return .broken }
            return .whole(Array(buffer.readableBytesView))
        } catch is NIOTooManyBytesError {
            return .tooLong
        } catch {
            return .broken
        }
    }
}

extension Request {
    /// Whether somebody only looks what is here.
    fileprivate var isLook: Bool { method == .get || method == .head }

    /// Whether a body comes behind the head.
    fileprivate var hasBody: Bool {
        if headers.contains(.transferEncoding) { return true }
        return headers[.contentLength].map { $0 != "0" } ?? false
    }
}

import Messaging
import Synchronization

/// The webhooks that our HTTP server answers at, by path; changed while the server runs.
package final class RouteTable: Sendable {
    private let routes = Mutex<[String: WebhookRoute]>([:])

    /// No route yet.
    package init() {}

    /// The route at a path; nil when there is none.
    package subscript(_ path: String) -> WebhookRoute? {
        routes.withLock { $0[path] }
    }

    /// How many routes there are.
    package var count: Int { routes.withLock { $0.count } }

    /// Puts these in the place of all that are there, in one step.
    package func replace(_ new: [WebhookRoute]) {
        let table = Dictionary(new.map { ($0.path, $0) }) { first, _ in first }
        precondition(table.count == new.count, "two webhooks with one path")
        routes.withLock { $0 = table }
    }

    /// Puts these in the place of an account's, in one step; none to take the account away.
    ///
    /// - Returns: Whether every path was free; a path of another account stays that account's.
    @discardableResult
    package func set(_ new: [WebhookRoute], of account: AccountID) -> Bool {
        routes.withLock { routes in
            routes = routes.filter { $0.value.account != account }
            var areFree = true
            for route in new {
                if routes[route.path] == nil {
                    routes[route.path] = route
                } else {
                    areFree = false
                }
            }
            return areFree
        }
    }
}

extension Channel {
    /// The webhooks of an account that is called; none of one that is polled.
    package var routes: [WebhookRoute] {
        if case .push(let routes) = intake { routes } else { [] }
    }
}

import CurlHTTP
import Foundation
import Messaging
import Web

/// Whether the daemon runs, and what it says of itself.
struct DaemonCheck {
    let settings: Settings
    let http: HTTPClient

    private static let check = "daemon"

    /// What `/readyz` says, as far as it is needed here.
    private struct Page: Decodable {
        struct Trouble: Decodable {
            let cause: String
            let what: String
            let remedy: String
        }

        let ready: Bool
        let troubles: [Trouble]
    }

    func findings() async -> [Finding] {
        guard DaemonLock.isHeld(database: settings.database) else {
            return [
                .warning(
                    Self.check, "it does not run",
                    mend: "systemctl start tungngo, or tungngo serve --settings FILE")
            ]
        }
        guard let web = settings.webServer, web.port != 0 else {
            return [.fine(Self.check, "it runs; without web.port it shows no more of itself")]
        }
        let host = web.host.contains(":") ? "[\(web.host)]" : web.host
        var request = HTTPRequest(url: "http://\(host):\(web.port)/readyz")
        request.timeout = .seconds(10)
        guard let answer = try? await http.execute(request) else {
            return [
                .broken(
                    Self.check, "it runs and does not answer at \(host):\(web.port)",
                    mend: "systemctl restart tungngo; journalctl -u tungngo -n 50")
            ]
        }
        guard let page = try? JSONDecoder().decode(Page.self, from: Data(answer.body)) else {
            return [
                .warning(
                    Self.check, "another program answers at \(host):\(web.port)",
                    mend: "set web.port to a free one and restart the daemon")
            ]
        }
        if page.troubles.isEmpty {
            return [
                page.ready
                    ? .fine(Self.check, "it runs and is ready")
                    : .broken(
                        Self.check, "it runs, and no account works",
                        mend: "tungngo accounts list")
            ]
        }
        return page.troubles.map { trouble in
            Finding(
                check: Self.check, level: page.ready ? .warning : .broken,
                what: "\(trouble.cause): \(trouble.what)", remedy: trouble.remedy)
        }
    }
}

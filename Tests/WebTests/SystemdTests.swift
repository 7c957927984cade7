import Foundation
import Gateway
import Messaging
import Synchronization
import Testing
import Web

/// What a supervisor hears, over a real socket.
@Suite struct SystemdTests {
    private static let trouble = Readiness.Trouble(
        what: "the disk is full", remedy: "make\nroom", since: Timestamp(milliseconds: 0))

    @Test(arguments: [false, true])
    func aDatagramArrivesAsItWasSent(isAbstract: Bool) async throws {
        let supervisor = try SupervisorSocket(isAbstract: isAbstract)
        let socket = try #require(SystemdSocket(path: supervisor.name))
        #expect(socket.send("STOPPING=1", "STATUS=đang dừng"))
        #expect(await supervisor.next() == "STOPPING=1\nSTATUS=đang dừng")
    }

    @Test(
        arguments: [
            (nil, "not under systemd"), ("", "empty"), ("/", "no name"), ("@", "no name"),
            ("relative", "no path from the root"), ("vsock:2:1234", "another kind of socket"),
            ("/" + String(repeating: "a", count: 200), "longer than a socket's name may be"),
        ] as [(String?, String)])
    func whatIsNoSocketIsLeftAlone(path: String?, reason: String) {
        #expect(SystemdSocket(path: path) == nil, "\(reason)")
    }

    @Test func aSocketThatIsGoneHoldsNobody() throws {
        let socket = try #require(SystemdSocket(path: "/nonexistent/notify"))
        #expect(!socket.send("READY=1"))
    }

    @Test func readinessTroublesAndTheWatchdogAreTold() async throws {
        let supervisor = try SupervisorSocket(isAbstract: true)
        let readiness = Readiness()
        let alive = Flag(true)
        let made = SystemdReporter(
            environment: [
                "NOTIFY_SOCKET": supervisor.name, "WATCHDOG_USEC": "20000",
                "WATCHDOG_PID": "17",
            ], processID: 17, readiness: readiness, isAlive: { alive.value })
        let reporter = try #require(made)
        let stop = Gate()
        async let running: Void = reporter.run(until: stop)
        #expect(await supervisor.next() == "READY=1")
        #expect(await supervisor.next() == "STATUS=works")
        #expect(await supervisor.next() == "WATCHDOG=1")
        #expect(readiness.note("disk", Self.trouble))
        #expect(
            await Self.next(besidesWatchdog: supervisor)
                == "STATUS=disk: the disk is full. make room")
        #expect(readiness.note("webhook:a", Self.trouble))
        #expect(
            await Self.next(besidesWatchdog: supervisor).hasSuffix("(and 1 more, see /readyz)"))
        alive.value = false
        #expect(
            await Self.next(besidesWatchdog: supervisor)
                == "STATUS=the database does not answer")
        stop.open()
        await running
        let rest = supervisor.rest()
        #expect(rest.last?.hasPrefix("STOPPING=1\nSTATUS=stopping") == true)
        #expect(!rest.contains("WATCHDOG=1"), "what hangs is not fed")
    }

    @Test func readyIsNotSaidBeforeTheDatabaseAnswers() async throws {
        let supervisor = try SupervisorSocket(isAbstract: false)
        let alive = Flag(false)
        let made = SystemdReporter(
            environment: ["NOTIFY_SOCKET": supervisor.name, "WATCHDOG_USEC": "20000"],
            processID: 17, readiness: Readiness(), isAlive: { alive.value })
        let reporter = try #require(made)
        let stop = Gate()
        async let running: Void = reporter.run(until: stop)
        #expect(await supervisor.next() == "STATUS=the database does not answer")
        alive.value = true
        #expect(await supervisor.next() == "READY=1")
        #expect(await supervisor.next() == "STATUS=works")
        stop.open()
        await running
    }

    @Test func theWatchdogOfAnotherProcessIsNotFed() async throws {
        let supervisor = try SupervisorSocket(isAbstract: true)
        let made = SystemdReporter(
            environment: [
                "NOTIFY_SOCKET": supervisor.name, "WATCHDOG_USEC": "20000",
                "WATCHDOG_PID": "18",
            ], processID: 17, readiness: Readiness(), isAlive: { true })
        let reporter = try #require(made)
        let stop = Gate()
        async let running: Void = reporter.run(until: stop)
        #expect(await supervisor.next() == "READY=1")
        #expect(await supervisor.next() == "STATUS=works")
        stop.open()
        await running
        #expect(supervisor.rest().map { String($0.prefix(10)) } == ["STOPPING=1"])
    }

    @Test func withoutASupervisorThereIsNothingToReport() {
        let reporter = SystemdReporter(
            environment: ["WATCHDOG_USEC": "1"], processID: 1, readiness: Readiness(),
            isAlive: { true })
        #expect(reporter == nil)
    }

    private static func next(besidesWatchdog supervisor: SupervisorSocket) async -> String {
        while true {
            let text = await supervisor.next()
            if text != "WATCHDOG=1" { return text }
        }
    }

    private final class Flag: Sendable {
        private let kept: Mutex<Bool>

        init(_ value: Bool) { kept = Mutex(value) }

        var value: Bool {
            get { kept.withLock { $0 } }
            set { kept.withLock { $0 = newValue } }
        }
    }
}

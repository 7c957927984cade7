import CMalloc
import Campaign
import Content
import Conversation
import Foundation
import Gateway
import Logging
import Messaging
import Storage
import VietText

/// Lets a running daemon follow its content folder: on SIGHUP, and when a file changes.
///
/// The new content is checked as a whole, its test sentences included. With a mistake in it, or
/// without a unit or indicator that the ledger counts, the old content goes on answering.
struct ContentWatch: Sendable {
    let settings: Settings
    let live: LiveContent
    let store: Store
    let readiness: Readiness
    let logger: Logger

    /// Where checking runs, which takes seconds.
    private let blocking = BlockingQueue()

    /// Sample campaigns go on counting from the day on which the daemon was started.
    private let today = CivilDay(epochMilliseconds: clockNow().milliseconds)

    /// Between two looks at the files.
    ///
    /// A change is taken up when two looks have found the same: whoever saves several files is not
    /// read halfway.
    static let lookPause = Duration.seconds(2)

    /// Mistakes logged of one refusal at the most; `tungngo check` lists all.
    private static let mistakesLoggedMax = 5

    init(
        settings: Settings, live: LiveContent, store: Store, readiness: Readiness, logger: Logger
    ) {
        (self.settings, self.live, self.store) = (settings, live, store)
        (self.readiness, self.logger) = (readiness, logger)
    }

    /// Looks until the task is cancelled.
    ///
    /// - Parameter loaded: The files as they were before the first content was read.
    func run(_ loaded: ContentStamps) async {
        await tellWhatIsLacking()
        var (loaded, seen) = (loaded, loaded)
        await eachLook(every: Self.lookPause) { cause in
            let found = ContentStamps(of: settings.content)
            defer { seen = found }
            guard cause == .signal || (found != loaded && found == seen) else { return }
            loaded = found
            await load()
        }
    }

    private func load() async {
        let began = ContinuousClock.now
        do {
            let (content, missing): (LoadedContent, [Mistake]) = try await blocking {
                let content = try LoadedContent.load(
                    folder: settings.content, today: today, office: settings.office, isTried: true)
                return (content, try lacks(content))
            }
            guard missing.isEmpty else { return refuse(missing) }
            live.swap(content)
            // What checking took is tens of megabytes, in pieces that malloc would keep.
            malloc_trim(0)
            readiness.replace(Self.cause, nil)
            logger.log(
                .contentLoaded, .notice,
                [
                    "procedures": "\(content.knowledge.procedures.count)",
                    "campaigns": "\(content.knowledge.campaigns.count)",
                    "warnings": "\(content.warnings.count)",
                    "ms": "\(Int((ContinuousClock.now - began) / Duration.milliseconds(1)))",
                ])
        } catch let refusal as ContentRefused {
            refuse(refusal.mistakes.filter { $0.severity == .error })
        } catch {
            // The ledger could not be asked: better no new content than one that hides numbers.
            refuse([
                Self.mistake("không hỏi được sổ báo cáo: \(error)", "Gửi SIGHUP khi sổ chạy lại")
            ])
        }
    }

    private static let cause = "content"

    private func refuse(_ mistakes: [Mistake]) {
        for mistake in mistakes.prefix(Self.mistakesLoggedMax) {
            logger.log(
                .contentRefused, .error,
                [
                    "file": "\(mistake.file)", "line": "\(mistake.line)",
                    "mistake": "\(mistake.what)", "mistakes": "\(mistakes.count)",
                    "remedy": "\(mistake.remedy)",
                ])
        }
        guard let first = mistakes.first else { return }
        let more = mistakes.count > 1 ? " (and \(mistakes.count - 1) more)" : ""
        readiness.replace(
            Self.cause,
            Readiness.Trouble(
                what: "changed content is refused, the old one answers: "
                    + "\(first.file):\(first.line): \(first.what)\(more)",
                remedy: "\(programName) check \(settings.content), mend the file and save",
                since: clockNow(), isWarning: true))
    }

    // MARK: What the ledger counts

    /// Units and indicators that have numbers and are not in the content.
    private func lacks(_ content: LoadedContent) throws -> [Mistake] {
        try store.countedNames().flatMap { counted in
            let campaign = content.knowledge.campaign(counted.campaign)?.campaign
            let missing = counted.missing(in: campaign)
            let file = "campaigns/\(counted.campaign)/"
            return missing.units.map { unit in
                Mistake(
                    file: file + "units.csv", line: 0,
                    what: "thiếu đơn vị '\(unit)' đã có số liệu trong sổ",
                    remedy: "Thêm lại đơn vị; đổi tên thì giữ nguyên id")
            }
                + missing.indicators.map { indicator in
                    Mistake(
                        file: file + "campaign.yaml", line: 0,
                        what: "thiếu chỉ tiêu '\(indicator)' đã có số liệu trong sổ",
                        remedy: "Thêm lại chỉ tiêu; đổi tên thì giữ nguyên key")
                }
        }
    }

    /// The content of the start is not refused for it, so that residents have their answers.
    private func tellWhatIsLacking() async {
        let content = live.content
        let lacking = (try? await blocking { try lacks(content) }) ?? []
        for mistake in lacking.prefix(Self.mistakesLoggedMax) {
            logger.log(
                .contentLacks, .error,
                [
                    "file": "\(mistake.file)", "mistake": "\(mistake.what)",
                    "mistakes": "\(lacking.count)", "remedy": "\(mistake.remedy)",
                ])
        }
    }

    private static func mistake(_ what: String, _ remedy: String) -> Mistake {
        Mistake(file: "campaigns", line: 0, what: what, remedy: remedy)
    }
}

/// What tells whether a content folder has changed, without reading its files.
struct ContentStamps: Hashable, Sendable {
    private let files: [String: FileStamp]

    init(of folder: String) {
        files = Dictionary(
            LoadedContent.files(in: folder).compactMap { path in
                FileStamp("\(folder)/\(path)").map { (path, $0) }
            }, uniquingKeysWith: { first, _ in first })
    }
}

import Conversation
import IntentMatching

/// Runs the sentences of `tests/*.tsv` against the content that is checked.
struct SentenceTests {
    let knowledge: Knowledge

    /// One row of a test file.
    fileprivate struct Row {
        let text: String
        let intent: String
        let procedure: String?
        let aspect: String?
        let place: Place
    }

    /// Returns how many sentences were tried; each that is misread becomes a mistake.
    func run(_ folder: ContentFolder, _ findings: inout Findings) -> Int {
        var reader = Reader(knowledge: knowledge)
        var count = 0
        for file in folder.files(in: "tests", endings: ["tsv"]) {
            for row in rows(in: file, &findings) {
                count += 1
                check(row, &reader, &findings)
            }
        }
        return count
    }

    private func check(_ row: Row, _ reader: inout Reader, _ findings: inout Findings) {
        let reading = reader.read(row.text, place: .privateChat)
        let understood: String
        let isRight: Bool
        if let procedure = row.procedure, row.intent == "ask" {
            let answered = reading.questions.first { $0.outcome == .answer }
            understood = answered?.subject ?? "không rõ"
            let accepted = procedure.split(separator: "|").map(String.init)
            isRight = reading.questions.contains { one in
                one.subject.map(accepted.contains) ?? false
            }
        } else if row.intent == "none" {
            understood = reading.questions.first { $0.outcome == .answer }?.subject ?? "không"
            isRight = !reading.questions.contains {
                $0.outcome == .answer && $0.candidates.first?.isTopic == false
            }
        } else {
            understood = reading.command?.intent ?? reading.questions.first?.subject ?? "không rõ"
            isRight =
                reading.command?.intent == row.intent
                || reading.questions.contains { $0.subject == row.intent }
        }
        guard !isRight else { return }
        findings.error(
            at: row.place, "\"\(row.text)\" hiểu thành \(understood), lẽ ra \(row.expected)",
            remedy: "Thêm cách gọi vào tệp của ý đó, hoặc sửa câu thử")
    }

    private func rows(in file: ContentFolder.File, _ findings: inout Findings) -> [Row] {
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        let header = lines.first?.split(separator: "\t", omittingEmptySubsequences: false) ?? []
        guard let text = header.firstIndex(of: "text"), let intent = header.firstIndex(of: "intent")
        else {
            findings.error(
                at: Place(file: file.path, line: 1), "dòng đầu thiếu cột text hoặc intent",
                remedy: "Dòng đầu: text, intent, procedure, aspect, cách nhau bằng phím Tab")
            return []
        }
        let procedure = header.firstIndex(of: "procedure")
        let aspect = header.firstIndex(of: "aspect")
        var rows: [Row] = []
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            let place = Place(file: file.path, line: index + 1)
            guard cells.count > max(text, intent) else {
                findings.error(
                    at: place, "dòng thiếu cột", remedy: "Các ô cách nhau bằng phím Tab")
                continue
            }
            func cell(_ column: Int?) -> String? {
                guard let column, column < cells.count, cells[column] != "-", !cells[column].isEmpty
                else { return nil }
                return String(cells[column])
            }
            rows.append(
                Row(
                    text: String(cells[text]), intent: String(cells[intent]),
                    procedure: cell(procedure), aspect: cell(aspect), place: place))
        }
        return rows
    }
}

extension SentenceTests.Row {
    fileprivate var expected: String { procedure ?? intent }
}

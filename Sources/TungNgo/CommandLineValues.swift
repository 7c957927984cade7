import ArgumentParser
import Campaign
import Content
import Conversation
import Foundation
import Messaging
import VietText

/// Exit statuses besides 0 and 1: those of `sysexits.h`.
extension ExitCode {
    /// The command was called wrongly.
    static let usage = ExitCode(64)
    /// The input is not what it should be.
    static let badInput = ExitCode(65)
}

/// A value as JSON in one line, its keys in order.
func jsonLine(
    _ value: some Encodable, keys: JSONEncoder.KeyEncodingStrategy = .useDefaultKeys
) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = keys
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

/// Reads the clock; the only place of the program besides the services that does.
func clockNow() -> Timestamp {
    Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
}

/// Reads a day given as an option, or today in Vietnam when none is given.
func civilDay(_ text: String?, option: String) throws -> CivilDay {
    guard let text else { return CivilDay(epochMilliseconds: clockNow().milliseconds) }
    guard let day = CivilDay(iso: text) else {
        throw ValidationError("\(option) must be a day like 2026-07-01, not '\(text)'.")
    }
    return day
}

/// Loads content or ends the program with every mistake on standard error.
func loadContent(folder: String, today: CivilDay, office: Office = Office()) throws -> LoadedContent
{
    do {
        return try LoadedContent.load(folder: folder, today: today, office: office)
    } catch {
        complain(error.description)
        complain("The content in '\(folder)' has mistakes. Mend them; 'tungngo check' lists them.")
        throw ExitCode.badInput
    }
}

/// Writes a line to standard error.
func complain(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
}

/// Reads a file as UTF-8 or ends the program with what to do.
func readText(_ path: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
        complain("Cannot open '\(path)'. Check the path and that you may read it.")
        throw ExitCode.badInput
    }
    guard let text = String(data: data, encoding: .utf8) else {
        complain("'\(path)' is not UTF-8 text. Save it as UTF-8.")
        throw ExitCode.badInput
    }
    return text
}

/// Writes out what `print` has gathered: a pipe shows it at once, not when the program ends.
func flushOutput() {
    fflush(nil)
}

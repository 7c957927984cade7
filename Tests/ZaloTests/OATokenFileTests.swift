import Foundation
import Messaging
import TestSupport
import Testing
import Zalo

/// The file that holds a pair of tokens.
@Suite struct OATokenFileTests {
    @Test func whatIsWrittenIsReadByItsOwnerAlone() throws {
        let stage = try OAStage()
        #expect(try stage.file.read() == OAStage.pair(1))
        let attributes = try FileManager.default.attributesOfItem(atPath: stage.file.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        try stage.file.write(OAStage.pair(2))
        #expect(try stage.file.read() == OAStage.pair(2))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: stage.folder.path) == ["oa.json"])
    }

    @Test func whatACrashLeftBesideItIsInNobodysWay() throws {
        let stage = try OAStage()
        try FileManager.default.write(#"{"access_token":"half"#, to: stage.file.path + ".new")
        #expect(try stage.file.read() == OAStage.pair(1))
        try stage.file.write(OAStage.pair(2))
        #expect(try stage.file.read() == OAStage.pair(2))
    }

    @Test func aFailedWritingLeavesTheOldPair() throws {
        let stage = try OAStage()
        try FileManager.default.createDirectory(
            atPath: stage.file.path + ".new", withIntermediateDirectories: true)
        #expect(throws: OATokenFile.Problem.self) { try stage.file.write(OAStage.pair(2)) }
        #expect(throws: OATokenFile.Problem.self) {
            try stage.file.checkWritable(for: OAStage.pair(2))
        }
        #expect(try stage.file.read() == OAStage.pair(1))
    }

    @Test func aFolderThatIsNotThereIsNamed() throws {
        let file = OATokenFile(path: "/nowhere/at/all/oa.json")
        #expect(throws: OATokenFile.Problem.missing(path: file.path)) { try file.read() }
        let failure = #expect(throws: OATokenFile.Problem.self) {
            try file.write(OAStage.pair(1))
        }
        #expect("\(failure, default: "")".contains("/nowhere/at/all/oa.json"))
        #expect(!"\(failure, default: "")".contains("PLANTED"))
    }

    @Test func aFileThatOthersMayReadIsNotTaken() throws {
        let stage = try OAStage()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o640], ofItemAtPath: stage.file.path)
        #expect(throws: OATokenFile.Problem.openToOthers(path: stage.file.path)) {
            try stage.file.read()
        }
    }

    @Test(arguments: [
        "", "{}", "PLANTED", #"{"access_token":"PLANTED"}"#, #"{"refresh_token":" "}"#, "[]",
        #"{"refresh_token":{"PLANTED":1}}"#,
    ])
    func aFileWithoutAPairSaysHowOneGetsThere(text: String) throws {
        let stage = try OAStage(pair: nil)
        try FileManager.default.write(text, to: stage.file.path)
        let failure = #expect(throws: OATokenFile.Problem.notPair(path: stage.file.path)) {
            try stage.file.read()
        }
        #expect("\(failure, default: "")".contains("refresh_token"))
        #expect(!"\(failure, default: "")".contains("PLANTED"))
    }

    @Test func oneProcessRenewsAtATime() throws {
        let stage = try OAStage()
        let lock = try stage.file.lock()
        #expect(throws: OATokenFile.Problem.inUse(path: stage.file.path + ".lock")) {
            try stage.file.lock()
        }
        withExtendedLifetime(lock) {}
    }
}

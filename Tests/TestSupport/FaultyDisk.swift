import Foundation
import GRDBSQLite
import Synchronization

/// A disk that fails when a test says so: SQLite's own file system with a fault in front of it.
///
/// It stands under every database of the process, and strikes only the files whose path begins as
/// told. Source: sqlite.org/vfs.html, "VFS Shims".
package final class FaultyDisk: Sendable {
    /// How an operation fails.
    package enum Fault: CaseIterable, Sendable {
        /// No room for what is to be written.
        case full
        /// The file may not be written.
        case readOnly
        /// A write fails.
        case writing
        /// `fsync` fails: nobody knows what of the last writes is on the disk.
        case syncing

        fileprivate var code: Int32 {
            switch self {
            case .full: SQLITE_FULL
            case .readOnly: SQLITE_READONLY
            case .writing: SQLITE_IOERR | (3 << 8)
            case .syncing: SQLITE_IOERR | (4 << 8)
            }
        }
    }

    private struct State {
        var fault: Fault?
        var first = 0
        var lasting = 0
        var operations = 0
        var struck = 0
    }

    private let state = Mutex(State())

    /// Begins to stand in front of the files whose paths begin with `prefix`.
    package init(before prefix: String) {
        _ = shim
        disks.withLock { $0.append((prefix, self)) }
    }

    /// From now on the n-th operation that the fault fits (from 1) and those after it fail, so many
    /// in all.
    package func fail(_ fault: Fault, at first: Int, lasting: Int = .max) {
        state.withLock { $0 = State(fault: fault, first: first, lasting: lasting) }
    }

    /// Everything works again.
    package func mend() {
        state.withLock { $0.fault = nil }
    }

    /// How many operations have failed since `fail`.
    package var struck: Int { state.withLock { $0.struck } }

    /// Returns the code with which an operation fails; nil when it goes on.
    fileprivate func strikes(isSync: Bool) -> Int32? {
        state.withLock { state in
            guard let fault = state.fault, isSync == (fault == .syncing) else { return nil }
            state.operations += 1
            let last = state.first.addingReportingOverflow(state.lasting)
            guard state.operations >= state.first,
                last.overflow || state.operations < last.partialValue
            else { return nil }
            state.struck += 1
            return fault.code
        }
    }
}

private let disks = Mutex<[(prefix: String, disk: FaultyDisk)]>([])

private func disk(of path: UnsafePointer<CChar>?) -> Int64 {
    guard let path else { return -1 }
    let name = String(cString: path)
    return disks.withLock { disks in
        Int64(disks.lastIndex { name.hasPrefix($0.prefix) } ?? -1)
    }
}

/// What our part of an open file holds; SQLite's own file follows it.
private struct FileHead {
    var base: sqlite3_file
    /// Index of the disk; negative for none.
    var disk: Int64
}

private let headBytes = MemoryLayout<FileHead>.size

private func own(_ file: UnsafeMutablePointer<sqlite3_file>) -> UnsafeMutablePointer<sqlite3_file> {
    (UnsafeMutableRawPointer(file) + headBytes).assumingMemoryBound(to: sqlite3_file.self)
}

private func strikes(_ file: UnsafeMutablePointer<sqlite3_file>, isSync: Bool) -> Int32? {
    let index = UnsafeMutableRawPointer(file).load(as: FileHead.self).disk
    guard index >= 0 else { return nil }
    return disks.withLock { $0[Int(index)].disk }.strikes(isSync: isSync)
}

/// The shim, registered as the default when it is first used.
private let shim: Bool = {
    guard let system = sqlite3_vfs_find(nil) else { return false }
    let vfs = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    vfs.initialize(to: system.pointee)
    vfs.pointee.szOsFile += Int32(headBytes)
    vfs.pointee.pNext = nil
    vfs.pointee.zName = UnsafePointer(strdup("faulty"))
    vfs.pointee.pAppData = UnsafeMutableRawPointer(system)
    vfs.pointee.xOpen = { vfs, path, file, flags, given in
        guard let vfs, let file, let data = vfs.pointee.pAppData else { return SQLITE_CANTOPEN }
        let system = data.assumingMemoryBound(to: sqlite3_vfs.self)
        let code = system.pointee.xOpen(system, path, own(file), flags, given)
        let isOpen = own(file).pointee.pMethods != nil
        UnsafeMutableRawPointer(file).storeBytes(
            of: FileHead(
                base: sqlite3_file(pMethods: isOpen ? UnsafePointer(methods.pointer) : nil),
                disk: disk(of: path)),
            as: FileHead.self)
        return code
    }
    return sqlite3_vfs_register(vfs, 1) == SQLITE_OK
}()

/// Never changed after it is made.
private struct Methods: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<sqlite3_io_methods>
}

private let methods: Methods = {
    let pointer = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    pointer.initialize(to: sqlite3_io_methods())
    // Version 2: no memory-mapped reads, which would pass by the shim.
    pointer.pointee.iVersion = 2
    addFileCalls(&pointer.pointee)
    addLockCalls(&pointer.pointee)
    addSharedMemoryCalls(&pointer.pointee)
    return Methods(pointer: pointer)
}()

private func addFileCalls(_ calls: inout sqlite3_io_methods) {
    calls.xClose = { file in
        guard let file else { return SQLITE_MISUSE }
        return own(file).pointee.pMethods.pointee.xClose(own(file))
    }
    calls.xRead = { file, bytes, count, offset in
        guard let file else { return SQLITE_MISUSE }
        return own(file).pointee.pMethods.pointee.xRead(own(file), bytes, count, offset)
    }
    calls.xWrite = { file, bytes, count, offset in
        guard let file else { return SQLITE_MISUSE }
        if let code = strikes(file, isSync: false) { return code }
        return own(file).pointee.pMethods.pointee.xWrite(own(file), bytes, count, offset)
    }
    calls.xTruncate = { file, size in
        guard let file else { return SQLITE_MISUSE }
        if let code = strikes(file, isSync: false) { return code }
        return own(file).pointee.pMethods.pointee.xTruncate(own(file), size)
    }
    calls.xSync = { file, flags in
        guard let file else { return SQLITE_MISUSE }
        if let code = strikes(file, isSync: true) { return code }
        return own(file).pointee.pMethods.pointee.xSync(own(file), flags)
    }
    calls.xFileSize = { file, size in
        guard let file else { return SQLITE_MISUSE }
        return own(file).pointee.pMethods.pointee.xFileSize(own(file), size)
    }
}

private func addLockCalls(_ calls: inout sqlite3_io_methods) {
    calls.xLock = { file, level in
        guard let file else { return SQLITE_MISUSE }
        return own(file).pointee.pMethods.pointee.xLock(own(file), level)
    }
    calls.xUnlock = { file, level in
        guard let file else { return SQLITE_MISUSE }
        return own(file).pointee.pMethods.pointee.xUnlock(own(file), level)
    }
    calls.xCheckReservedLock = { file, result in
        guard let file else { return SQLITE_MISUSE }
        return own(file).pointee.pMethods.pointee.xCheckReservedLock(own(file), result)
    }
    calls.xFileControl = { file, operation, argument in
        guard let file else { return SQLITE_MISUSE }
        return own(file).pointee.pMethods.pointee.xFileControl(own(file), operation, argument)
    }
    calls.xSectorSize = { file in
        guard let file else { return 0 }
        return own(file).pointee.pMethods.pointee.xSectorSize(own(file))
    }
    calls.xDeviceCharacteristics = { file in
        guard let file else { return 0 }
        return own(file).pointee.pMethods.pointee.xDeviceCharacteristics(own(file))
    }
}

private func addSharedMemoryCalls(_ calls: inout sqlite3_io_methods) {
    calls.xShmMap = { file, page, size, extends, result in
        guard let file else { return SQLITE_MISUSE }
        return own(file).pointee.pMethods.pointee.xShmMap(own(file), page, size, extends, result)
    }
    calls.xShmLock = { file, offset, count, flags in
        guard let file else { return SQLITE_MISUSE }
        return own(file).pointee.pMethods.pointee.xShmLock(own(file), offset, count, flags)
    }
    calls.xShmBarrier = { file in
        guard let file else { return }
        own(file).pointee.pMethods.pointee.xShmBarrier(own(file))
    }
    calls.xShmUnmap = { file, deletes in
        guard let file else { return SQLITE_MISUSE }
        return own(file).pointee.pMethods.pointee.xShmUnmap(own(file), deletes)
    }
}

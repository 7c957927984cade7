import CZlib

/// Why a gzip file cannot be read.
enum GunzipFailure: Error, CustomStringConvertible {
    /// Not gzip, cut short, or damaged: zlib's code.
    case damaged(Int32)
    /// Unzipped it would be larger than allowed, in bytes.
    case tooLarge(Int)

    var description: String {
        switch self {
        case .damaged(let code): "the gzip data is damaged or cut short (zlib \(code))"
        case .tooLarge(let limit): "unzipped it is larger than \(limit >> 20) MB"
        }
    }
}

/// Whether bytes begin like a gzip file.
func isGzip(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x1F, 0x8B])
}

/// Unzips a gzip file of one member or several.
///
/// - Parameters:
///   - bytes: The file.
///   - limit: Bytes of the result at the most, so that a small file cannot fill the memory.
/// - Returns: What was zipped.
/// - Throws: `GunzipFailure` when the file is damaged, cut short, or larger than the limit.
func gunzipped(_ bytes: [UInt8], limit: Int) throws(GunzipFailure) -> [UInt8] {
    var stream = z_stream()
    let begun = czlib_inflate_gzip(&stream)
    guard begun == Z_OK else { throw .damaged(begun) }
    defer { inflateEnd(&stream) }
    var bytes = bytes
    var result: [UInt8] = []
    var status = Z_OK
    bytes.withUnsafeMutableBufferPointer { input in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(clamping: input.count)
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while status == Z_OK, result.count <= limit {
            let room = UInt32(chunk.count)
            let left = chunk.withUnsafeMutableBufferPointer { output in
                stream.next_out = output.baseAddress
                stream.avail_out = room
                status = inflate(&stream, Z_NO_FLUSH)
                return stream.avail_out
            }
            result += chunk.prefix(Int(room - left))
            // Another member may follow: gzip files can be joined.
            if status == Z_STREAM_END, stream.avail_in > 0 { status = inflateReset(&stream) }
        }
    }
    guard result.count <= limit else { throw .tooLarge(limit) }
    guard status == Z_STREAM_END else { throw .damaged(status) }
    return result
}

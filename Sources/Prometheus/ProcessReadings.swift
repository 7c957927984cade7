import Glibc

/// What Prometheus' own clients tell of their process, under the names that they use.
package enum ProcessReadings {
    /// The families of `now`.
    package static let families = [
        MetricFamily(
            .counter, "process_cpu_seconds_total", unit: "seconds",
            help: "Processor time used, in user and system mode."),
        MetricFamily(
            .gauge, "process_resident_memory_bytes", unit: "bytes",
            help: "Memory that the daemon holds."),
        MetricFamily(
            .gauge, "process_open_fds", unit: "files", help: "Files and connections open."),
        MetricFamily(
            .gauge, "process_max_fds", unit: "files",
            help: "Files and connections that may be open."),
    ]

    /// Reads the figures; what the system does not tell is left out.
    package static func now() -> [MetricReading] {
        var readings: [MetricReading] = []
        var usage = rusage()
        if getrusage(RUSAGE_SELF.rawValue, &usage) == 0 {
            let seconds = [usage.ru_utime, usage.ru_stime].reduce(0) {
                $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1_000_000
            }
            readings.append(MetricReading("process_cpu_seconds_total", seconds))
        }
        if let pages = residentPages() {
            readings.append(
                MetricReading(
                    "process_resident_memory_bytes",
                    Double(pages * Int(sysconf(Int32(_SC_PAGESIZE))))
                ))
        }
        if let count = openFiles() {
            readings.append(MetricReading("process_open_fds", Double(count)))
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            readings.append(MetricReading("process_max_fds", Double(limit.rlim_cur)))
        }
        return readings
    }

    /// The second number of `/proc/self/statm`, see proc(5).
    private static func residentPages() -> Int? {
        guard let file = fopen("/proc/self/statm", "re") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        let text = String(
            decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }

    /// Entries of `/proc/self/fd` without `.`, `..` and the one that lists them.
    private static func openFiles() -> Int? {
        guard let folder = opendir("/proc/self/fd") else { return nil }
        defer { closedir(folder) }
        var count = -3
        while readdir(folder) != nil { count += 1 }
        return count
    }
}

extension MetricReading {
    /// A reading without labels.
    init(_ name: String, _ value: Double) {
        self.init(name, [], value)
    }
}

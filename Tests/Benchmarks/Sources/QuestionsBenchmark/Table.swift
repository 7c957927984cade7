import Foundation

/// Prints one line of the table: what was measured, how much, in which unit, what is aimed at.
func row(_ name: String, _ value: Double, _ unit: String, goal: String = "") {
    let digits = value == value.rounded() ? 0 : value < 10 ? 2 : 1
    let number = String(format: "%.\(digits)f", value)
    let padding = String(repeating: " ", count: max(1, 56 - name.count - number.count))
    print(
        "\(name)\(padding)\(number) \(unit.padding(toLength: 14, withPad: " ", startingAt: 0))\(goal)"
    )
}

func milliseconds(_ time: Duration) -> Double { time / .milliseconds(1) }

func microseconds(_ time: Duration) -> Double { time / .microseconds(1) }

/// The value below which `share` of the values lie; `values` must be sorted and not empty.
func percentile(_ share: Double, of values: [Duration]) -> Duration {
    values[min(values.count - 1, Int(Double(values.count) * share))]
}

/// Resident memory of this program, in megabytes; 0 where there is no /proc.
func residentMegabytes() -> Double {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
        return 0
    }
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
    return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576
}

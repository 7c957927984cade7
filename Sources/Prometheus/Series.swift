import CoreMetrics
import Synchronization

/// One series of a family: its labels as they are written, and its value.
protocol Series: AnyObject, Sendable {
    var place: SeriesPlace { get }

    /// Appends its lines.
    func write(to text: inout ExpositionText)
}

/// Where a series belongs.
struct SeriesPlace: Hashable, Sendable {
    let family: String

    /// The labels with their values, as they stand between the braces.
    let labels: String
}

/// What only grows.
final class CounterSeries: Series, CounterHandler {
    let place: SeriesPlace
    private let value = Atomic<Int64>(0)

    init(_ place: SeriesPlace) {
        self.place = place
    }

    /// A negative amount is none: a counter that falls reads as a restart.
    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        value.wrappingAdd(amount, ordering: .relaxed)
    }

    func reset() { value.store(0, ordering: .relaxed) }

    func write(to text: inout ExpositionText) {
        text.sample(place.family, place.labels, Double(value.load(ordering: .relaxed)))
    }
}

/// What goes up and down.
final class GaugeSeries: Series, MeterHandler, RecorderHandler {
    let place: SeriesPlace
    private let value = Mutex<Double>(0)

    init(_ place: SeriesPlace) {
        self.place = place
    }

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }

    func write(to text: inout ExpositionText) {
        text.sample(place.family, place.labels, value.withLock { $0 })
    }
}

/// Durations, counted by size.
final class HistogramSeries: Series, TimerHandler {
    private struct State {
        /// Durations up to each bound and above the one before; the last is above all bounds.
        var counts: [Int64]
        var nanoseconds: Double = 0
    }

    let place: SeriesPlace
    private let bounds: [Double]
    private let state: Mutex<State>

    init(_ place: SeriesPlace, bounds: [Double]) {
        self.place = place
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    /// A negative duration, from a clock that was put back, counts as none at all.
    func recordNanoseconds(_ duration: Int64) {
        let nanoseconds = Double(max(0, duration))
        let seconds = nanoseconds / 1_000_000_000
        let index = bounds.firstIndex { seconds <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[index] += 1
            state.nanoseconds += nanoseconds
        }
    }

    func write(to text: inout ExpositionText) {
        let (counts, nanoseconds) = state.withLock { ($0.counts, $0.nanoseconds) }
        var sum: Int64 = 0
        for (count, bound) in zip(counts, bounds + [.infinity]) {
            sum += count
            text.sample(
                "\(place.family)_bucket",
                ExpositionText.labels(place.labels, "le", ExpositionText.number(bound)),
                Double(sum))
        }
        text.sample("\(place.family)_sum", place.labels, nanoseconds / 1_000_000_000)
        text.sample("\(place.family)_count", place.labels, Double(sum))
    }
}

import CoreMetrics
import Synchronization

/// A backend of swift-metrics that keeps its figures in memory and writes them for Prometheus.
///
/// It knows its families beforehand: a metric by another name, or with other labels, is kept
/// nowhere, so that what `/metrics` shows is what the README lists and libraries add nothing. It is
/// handed to whoever counts and never made the process' own, so that tests run side by side.
package final class PrometheusRegistry: MetricsFactory {
    /// Series of one family at the most: labels name accounts and fixed words alone, and a mistake
    /// in that must not eat the memory.
    package static let seriesMax = 50_000

    /// The media type of `text`.
    package static let mediaType = ExpositionText.mediaType

    private let families: [MetricFamily]
    private let byName: [String: MetricFamily]
    private let seriesMax: Int

    /// By family, then by labels as they are written.
    private let series = Mutex<[String: [String: any Series]]>([:])

    /// Takes the families, in the order in which they are written; their names are unique.
    package init(_ families: [MetricFamily], seriesMax: Int = PrometheusRegistry.seriesMax) {
        self.families = families
        self.seriesMax = seriesMax
        byName = Dictionary(uniqueKeysWithValues: families.map { ($0.name, $0) })
    }

    /// Everything there is, with gauges read just now.
    ///
    /// - Parameter readings: Those of no known family, or with other labels, are left out.
    /// - Returns: A page in Prometheus' text format.
    package func text(with readings: [MetricReading] = []) -> String {
        let kept = series.withLock { $0.mapValues { Array($0.values) } }
        let read = Dictionary(grouping: readings, by: \.name)
        var text = ExpositionText()
        for family in families {
            text.head(family)
            for series in (kept[family.name] ?? []).sorted(by: { $0.place.labels < $1.place.labels }
            ) {
                series.write(to: &text)
            }
            for reading in read[family.name] ?? []
            where reading.labels.count == family.labels.count {
                text.sample(
                    family.name, ExpositionText.labels(family.labels, reading.labels),
                    reading.value)
            }
        }
        return text.text
    }

    // MARK: MetricsFactory

    /// The counter with these labels, made when it is not there.
    package func makeCounter(
        label: String, dimensions: [(String, String)]
    ) -> any CounterHandler {
        series(label, dimensions) { $0.kind == .counter ? CounterSeries($1) : nil }
            ?? NOOPMetricsHandler.instance
    }

    /// The gauge with these labels, made when it is not there.
    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions) { $0.kind == .gauge ? GaugeSeries($1) : nil }
            ?? NOOPMetricsHandler.instance
    }

    /// The gauge with these labels; what is to be aggregated without bounds is kept nowhere.
    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        guard !aggregate else { return NOOPMetricsHandler.instance }
        return series(label, dimensions) { $0.kind == .gauge ? GaugeSeries($1) : nil }
            ?? NOOPMetricsHandler.instance
    }

    /// The histogram with these labels, made when it is not there.
    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions) { family, place -> HistogramSeries? in
            guard case .histogram(let bounds) = family.kind else { return nil }
            return HistogramSeries(place, bounds: bounds)
        } ?? NOOPMetricsHandler.instance
    }

    /// No longer shows a counter.
    package func destroyCounter(_ handler: any CounterHandler) { drop(handler) }

    /// No longer shows a gauge.
    package func destroyMeter(_ handler: any MeterHandler) { drop(handler) }

    /// No longer shows a gauge.
    package func destroyRecorder(_ handler: any RecorderHandler) { drop(handler) }

    /// No longer shows a histogram.
    package func destroyTimer(_ handler: any TimerHandler) { drop(handler) }

    /// The series with these labels, made when it is not there; nil when there cannot be one.
    private func series<S: Series>(
        _ name: String, _ dimensions: [(String, String)],
        _ make: (MetricFamily, SeriesPlace) -> S?
    ) -> S? {
        guard let family = byName[name], dimensions.map(\.0) == family.labels else { return nil }
        let labels = ExpositionText.labels(family.labels, dimensions.map(\.1))
        return series.withLock { series in
            if let known = series[name]?[labels] { return known as? S }
            guard series[name]?.count ?? 0 < seriesMax,
                let new = make(family, SeriesPlace(family: name, labels: labels))
            else { return nil }
            series[name, default: [:]][labels] = new
            return new
        }
    }

    private func drop(_ handler: any Sendable) {
        guard let known = handler as? any Series else { return }
        series.withLock { $0[known.place.family]?[known.place.labels] = nil }
    }
}

/// One metric of ours as Prometheus knows it: its name, kind, labels and meaning.
package struct MetricFamily: Hashable, Sendable {
    /// How its values behave.
    package enum Kind: Hashable, Sendable {
        /// Only grows; begins at 0 with each start of the program.
        case counter
        /// Goes up and down.
        case gauge
        /// Counts durations by size; the bounds are seconds, growing.
        case histogram(buckets: [Double])
    }

    /// Letters, digits and `_`, with the unit last, as Prometheus' conventions want it.
    package let name: String
    package let kind: Kind

    /// The word for what is counted or measured: `seconds`, `bytes`, `messages`.
    package let unit: String

    /// Names of its labels, in the order in which they are written.
    package let labels: [String]

    /// One sentence for whoever reads the figure.
    package let help: String

    package init(
        _ kind: Kind, _ name: String, unit: String, labels: [String] = [], help: String
    ) {
        self.kind = kind
        self.name = name
        self.unit = unit
        self.labels = labels
        self.help = help
    }
}

extension MetricFamily.Kind {
    /// The word of the text format.
    package var word: String {
        switch self {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }
}

/// A value of a gauge that is read when somebody asks, instead of being kept up to date.
package struct MetricReading: Hashable, Sendable {
    /// The name of its family.
    package let name: String

    /// Values of the family's labels, in their order.
    package let labels: [String]
    package let value: Double

    package init(_ name: String, _ labels: [String] = [], _ value: Double) {
        self.name = name
        self.labels = labels
        self.value = value
    }
}

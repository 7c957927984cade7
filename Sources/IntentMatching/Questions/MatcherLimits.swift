/// The numbers that decide between answering, asking back and silence, in hundredths.
///
/// Measured on labelled questions: a lower threshold answers more and errs more, a higher margin
/// asks back more.
package enum MatcherThresholds {
    /// A score from which a procedure is answered.
    package static let answer: Int32 = 700

    /// How far the first must be ahead of the second to be answered without asking back.
    package static let margin: Int32 = 90

    /// A score from which asking back is worth the trouble.
    package static let askBack: Int32 = 500

    /// A score from which the bot speaks up in a group without being spoken to: more than a bare
    /// object word can bring.
    package static let overheard: Int32 = 900

    /// The share of words explained under which a bare object word is not enough to answer: the
    /// message is about something else as well.
    package static let bareCoverage = 0.45

    /// The share of words explained under which a message without any sign of a question is not
    /// answered at once: it may just be told.
    package static let toldCoverage = 0.55

    /// Candidates further behind the first than this are not offered.
    package static let offered: Int32 = 600
}

/// What hits gain and lose beside the weight of their phrase, in hundredths.
enum Bonus {
    /// For each word of a phrase after the first, up to `lengthMaximum`.
    static let length: Int32 = 30
    static let lengthMaximum: Int32 = 120
    /// Begins at, or just after, a word that names what is wanted.
    static let focus: Int32 = 100
    /// Its clause asks.
    static let asking: Int32 = 100
    /// Its sentence asks: stories name much in passing before the sentence that asks.
    static let askingSentence: Int32 = 100
    /// What a cue of the outside loses in a sentence that only tells.
    static let told: Int32 = 300
    /// For each further hit of the same subject, up to `furtherMaximum`.
    static let further: Int32 = 30
    static let furtherMaximum: Int32 = 100
    /// A rule says more than a name alone.
    static let rule: Int32 = 100
    /// What words in another order than the phrase's take away.
    static let scattered: Int32 = 300
}

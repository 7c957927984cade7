import VietText

/// Finds which command a message is: hassil's sentence files as one automaton over syllables.
///
/// A message is read in rising tolerance: as typed, with polite words around it left out; with
/// raw keystrokes decoded; with polite words inside left out too; with one slip a word repaired
/// towards a word that the sentence may go on with. The first reading that fits ends the search.
/// Frozen and safe to share; what changes lives in the `Scratch` of each caller.
package final class CommandMatcher: Sendable {
    /// What of the files has no effect, by place.
    package let refusals: [CommandRefusal]

    let grammar: CommandGrammar
    let slips: WordSlips

    /// Compiles sentence files.
    ///
    /// - Parameters:
    ///   - source: The files, merged.
    ///   - politeWords: Phrases in template notation that may stand around a command, besides the
    ///     usual ones.
    ///   - shortForms: Typed forms without marks, each with what it may stand for, the usual first.
    ///   - preferredSlot: Of two sentences that fit, one that fills this slot from a list wins.
    package init(
        _ source: CommandSource, politeWords: [String] = [],
        shortForms: [(form: String, meanings: [String])] = [], preferredSlot: String? = "name"
    ) {
        var compiler = CommandCompiler(source)
        grammar = compiler.compile(
            politeWords: PoliteWords.usual + politeWords, shortForms: shortForms,
            preferredSlot: preferredSlot)
        refusals = compiler.refusals
        slips = WordSlips(grammar.vocabulary)
    }

    /// Words of a message beyond which it is no command.
    package static let longestCommand = 96

    /// Returns the command that `text` is, or nil.
    ///
    /// - Parameters:
    ///   - text: One message as typed.
    ///   - context: What is known of the situation, by the keys that blocks require or exclude.
    ///   - scratch: Kept by the caller between messages; it fits one matcher at a time.
    /// - Returns: The best way to read the whole text as a command; nil for anything else.
    package func match(
        _ text: String, context: [String: CommandValue] = [:], scratch: inout Scratch
    ) -> CommandMatch? {
        scratch.match(text, context: context, matcher: self)
    }

    /// Memory that the matcher works in: the automaton built so far and buffers.
    package struct Scratch {
        private var owner: CommandMatcher?
        var automaton = CommandAutomaton()
        var tokens: [Token] = []
        var items: [CommandItem] = []
        var edges = PoliteEdges()
        var beam = CommandBeam()
        var walk = CommandWalk()

        package init() {}

        /// States of the automaton built so far, for tests of counted work.
        package var stateCount: Int { automaton.stateCount }

        /// Steps of the walk for the last message, for tests of counted work.
        package var steps: Int { walk.steps }

        mutating func adopt(_ matcher: CommandMatcher) {
            guard owner !== matcher else { return automaton.makeRoom(matcher.grammar) }
            owner = matcher
            automaton = CommandAutomaton(matcher.grammar)
            beam = CommandBeam()
        }
    }
}

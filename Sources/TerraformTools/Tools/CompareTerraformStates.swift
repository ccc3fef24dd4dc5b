internal import JSON
internal import Model
package import Tooling

/// Says what differs between two states.
package struct CompareTerraformStates: Tool {
    package struct Input: Decodable, Sendable {
        package let before: String
        package let after: String
    }

    package struct Output: Encodable, Sendable {
        let before: StateReport
        let after: StateReport
        let added: [StateObjectReport]
        let removed: [StateObjectReport]
        let moved: [StateMove]
        let changed: [StateObjectReport]
        let outputs: [OutputReport]
        let same: Int
        let omitted: Int
    }

    static let kinds: [SourceKind] = [.terraformState, .terraformPlan]
    static let maximumListed = 25
    static let maximumAttributes = 12

    package init() {}

    package static func access(_ input: Input) -> [Access] {
        [input.before, input.after].map { .source($0, kinds: kinds) }
    }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let first = try context.sources.source(input.before, kinds: Self.kinds)
        let second = try context.sources.source(input.after, kinds: Self.kinds)
        let old = try StateFile(of: first, into: StateIndex(), context: context)
        let new = try StateFile(of: second, into: StateIndex(), context: context)
        let moves = StateMove.moves(from: old.content.entries, to: new.content.entries)
        let (from, to) = (Set(moves.map(\.from)), Set(moves.map(\.to)))
        let difference = KeyDifference(
            old.content.entries.filter { !from.contains($0.key) }, new.content.entries.filter { !to.contains($0.key) })
        let listed = Array(difference.differing.prefix(Self.maximumListed))
        // The values are read again, of the few objects that are listed.
        let before = try StateFile(of: first, into: StatePicker(keys: Set(listed)), context: context)
        let after = try StateFile(of: second, into: StatePicker(keys: Set(listed)), context: context)
        let concealers = [old.concealer, new.concealer]
        let changed = listed.map {
            StateObjectReport($0, before.content.objects[$0], after.content.objects[$0], concealers)
        }
        let omitted =
            difference.omitted(beyond: Self.maximumListed) + max(0, moves.count - Self.maximumListed)
            + old.content.omitted + new.content.omitted
        let output = Output(
            before: StateReport(old), after: StateReport(new),
            added: difference.added.prefix(Self.maximumListed).map {
                StateObjectReport($0, new.content.entries[$0], concealers)
            },
            removed: difference.gone.prefix(Self.maximumListed).map {
                StateObjectReport($0, old.content.entries[$0], concealers)
            },
            moved: moves.prefix(Self.maximumListed).map { $0.hidden(by: concealers) }, changed: changed,
            outputs: OutputReport.reports(from: old.content.outputs, to: new.content.outputs, concealers),
            same: difference.same, omitted: omitted)
        return ToolResult(
            output: output, coverage: [old, new].map { Self.coverage($0) },
            summary: "\(difference.added.count) added, \(difference.gone.count) removed, \(moves.count) moved, "
                + "\(difference.differing.count) changed, \(difference.same) alike")
    }

    private static func coverage(_ state: StateFile<StateIndex>) -> Coverage {
        let count = state.content.entries.count
        let omitted = state.content.omitted
        let more = Omission(what: "further objects", reason: "at most \(count) are compared", count: omitted)
        return Coverage(
            source: state.source, value: omitted > 0 ? .truncated : count == 0 ? .emptyComplete : .complete,
            searched: Searched(files: 1, bytes: state.size, items: count), omitted: omitted > 0 ? [more] : [])
    }
}

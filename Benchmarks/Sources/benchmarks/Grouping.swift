import Foundation

/// How well lines were put together: the share of lines whose group is exactly that of the truth.
enum Grouping {
    /// The events of loghub's structured lines, in order.
    static func events(_ path: String) throws -> [String] {
        let rows = rows(of: try String(contentsOfFile: path, encoding: .utf8))
        guard let column = rows.first?.firstIndex(of: "EventId") else {
            throw Program.Failure(description: "\(path) has no column EventId")
        }
        return rows.dropFirst().filter { $0.count > column }.map { $0[column] }
    }

    /// A name of a group in each line.
    static func lines(of data: Data) throws -> [String] {
        String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .map { String($0) }
    }

    static func accuracy(_ groups: [String], _ events: [String]) -> Double {
        guard groups.count == events.count, !events.isEmpty else { return 0 }
        let ours = Dictionary(grouping: groups.indices) { groups[$0] }
        let theirs = Dictionary(grouping: events.indices) { events[$0] }
        var right = 0
        for indices in ours.values where theirs[events[indices[0]]] == indices { right += indices.count }
        return Double(right) / Double(events.count)
    }

    /// Comma-separated values with quotes.
    private static func rows(of text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var field = ""
        var isQuoted = false
        for character in text.unicodeScalars {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                row.append(field)
                field = ""
            case "\n" where !isQuoted:
                row.append(field)
                rows.append(row)
                (row, field) = ([], "")
            case "\r": break
            default: field.unicodeScalars.append(character)
            }
        }
        if !row.isEmpty { rows.append(row + [field]) }
        return rows
    }
}

/// What stood at the marks of a template, put together from the messages that belong to it.
///
/// A mark is one of the masked messages, or was made where their words differ; then the words are its values.
struct ParameterTable {
    /// By the marks of the template, from left to right.
    private(set) var places: [ParameterValues.Place] = []

    /// - Parameters:
    ///   - values: What stood at the marks of a member, by its place among the members.
    ///   - weight: How many lines it has.
    init(
        _ template: TemplateMerger.Template, values: (Int) -> ParameterValues, weight: (Int) -> Int
    ) {
        let marks = template.tokens.map { $0.count { $0 == Masking.wildcard } }
        places = [ParameterValues.Place](repeating: ParameterValues.Place(), count: marks.reduce(0, +))
        for (member, words) in template.words.enumerated() where weight(member) > 0 {
            let own = values(member)
            var mark = 0
            var ownMark = 0
            for (index, word) in words.enumerated() where template.tokens.indices.contains(index) {
                let token = template.tokens[index]
                let ownMarks = word.count { $0 == Masking.wildcard }
                if token == word || ownMarks == marks[index] {
                    for step in 0..<ownMarks where own.places.indices.contains(ownMark + step) {
                        places[mark + step].add(own.places[ownMark + step])
                    }
                } else if marks[index] == 1 {
                    let value = Self.part(of: word, at: token)
                    if value.contains(Masking.wildcard) {
                        places[mark].isDiverse = true
                        places[mark].values = [:]
                    } else {
                        places[mark].see(value, weight(member))
                    }
                }
                mark += marks[index]
                ownMark += ownMarks
            }
        }
    }

    /// What of a word stands where its token has the mark.
    private static func part(of word: [UInt8], at token: [UInt8]) -> [UInt8] {
        guard let place = token.firstIndex(of: Masking.wildcard) else { return word }
        let behind = token.count - place - 1
        guard word.count >= place + behind else { return word }
        return Array(word[place..<(word.count - behind)])
    }
}

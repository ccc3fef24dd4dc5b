/// Reads labels from the command line.
enum LabelOption {
    /// `team=payments` words as names and values.
    static func labels(_ words: [String]) throws(CommandError) -> [String: String] {
        var labels: [String: String] = [:]
        for word in words {
            guard let equals = word.firstIndex(of: "="), equals != word.startIndex else {
                throw CommandError(.usage, "`\(word)` is not a label", hint: "write name=value")
            }
            guard labels.updateValue(String(word[word.index(after: equals)...]), forKey: String(word[..<equals])) == nil
            else { throw CommandError(.usage, "the label `\(word[..<equals])` is given twice") }
        }
        return labels
    }
}

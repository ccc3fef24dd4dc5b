/// A table that becomes a list of cards on a narrow screen.
struct HTMLTable: Sendable {
    struct Column: Sendable {
        let title: String
        /// Class of the cells.
        var look = ""
    }

    let markup: Markup

    init(caption: String? = nil, _ columns: [Column], _ rows: [[Markup]]) {
        let heads = columns.map { column -> Markup in "<th scope=\"col\" class=\"\(column.look)\">\(column.title)</th>"
        }
        let body = rows.map { row -> Markup in
            let cells = zip(columns, row).map { column, cell -> Markup in
                "<td class=\"\(column.look)\" data-label=\"\(column.title)\"><span>\(cell)</span></td>"
            }
            return "<tr>\(cells)</tr>\n"
        }
        let head: Markup = caption.map { "<caption>\($0)</caption>\n" } ?? ""
        markup = """
            <table>
            \(head)<thead><tr>\(heads)</tr></thead>
            <tbody>
            \(body)</tbody>
            </table>

            """
    }
}

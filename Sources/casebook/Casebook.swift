import Commands

@main
enum Casebook {
    static func main() async {
        await CasebookCommand.start()
    }
}

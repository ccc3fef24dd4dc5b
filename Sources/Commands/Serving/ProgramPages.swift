import CFiles

/// The resident pages of the program's own file.
enum ProgramPages {
    /// Gives back what only the start has needed: a server waits for hours, and half of what it holds are such pages.
    static func giveBack() { cfiles_give_back_program() }
}

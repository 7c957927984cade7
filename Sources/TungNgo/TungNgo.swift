import ArgumentParser

/// The program `tungngo`: a subcommand for each thing an admin or a newcomer does.
@main
struct TungNgo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tungngo",
        abstract: "A bot for Vietnamese group chats: procedures for residents, reports for teams.",
        discussion: "Start with 'tungngo demo'. Every command explains itself with --help.",
        subcommands: [
            Demo.self, Serve.self, Accounts.self, Simulate.self, Say.self, Rehearse.self,
            People.self, CampaignCommand.self, BulletinCommand.self, WebhookCommand.self,
            Questions.self, MessagesCommand.self, AuditCommand.self, BackupCommand.self,
            RestoreCommand.self,
            MigrateCommand.self, Doctor.self, LogsCommand.self, Check.self, Ask.self,
            Match.self, Eval.self, ProceduresCommand.self,
            OfficialAccountCommand.self,
        ])
}
